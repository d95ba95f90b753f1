"""What can be done to tickets, deliverables, handovers and change orders."""
