"""The promises' pages."""
