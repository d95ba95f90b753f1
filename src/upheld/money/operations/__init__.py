"""The only writers of bookings, commission, earned revenue and invoice lines."""
