"""The pages of delivery."""
