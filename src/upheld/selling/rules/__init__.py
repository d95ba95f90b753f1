"""The rules of selling: pure functions and frozen values, without a database or a clock."""
