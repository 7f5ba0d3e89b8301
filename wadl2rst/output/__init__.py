"""Writing pages: only what changed, and nothing that is not our own."""
