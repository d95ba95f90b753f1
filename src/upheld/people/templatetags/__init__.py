"""What the sign-in pages, which are Django templates of django-allauth, need of us."""
