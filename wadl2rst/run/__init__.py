"""Complete runs: finding the WADLs, processing each through all stages, the cache, and the HTML site."""
