"""The pages of services, clauses, proposals and agreements."""
