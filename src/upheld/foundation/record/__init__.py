"""The record: an append-only, tamper-evident ledger per provider."""
