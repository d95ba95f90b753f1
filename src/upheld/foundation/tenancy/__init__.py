"""Tenancy that fails closed: no open provider, no rows."""
