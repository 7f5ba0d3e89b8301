"""A whole run: which WADLs, the way of each through the stages, what is remembered, and the site."""
