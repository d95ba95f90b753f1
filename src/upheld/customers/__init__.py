"""Customers: companies, the people there, what is true of them and how they want to be treated."""
