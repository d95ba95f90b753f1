"""What holds of calendars whoever asks: what is written, read and agreed on."""
