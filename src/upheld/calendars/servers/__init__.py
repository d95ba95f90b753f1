"""Speaking CalDAV."""
