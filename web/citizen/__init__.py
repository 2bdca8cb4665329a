"""The citizen's pages: services, filing, tracking."""
