"""What is measured of selling: deals won, and how prepared we came."""

from upheld.selling.measures import deals, meetings

MEASURES = (*deals.MEASURES, *meetings.MEASURES)
