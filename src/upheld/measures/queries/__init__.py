"""Read models of the catalogue's pages."""
