"""One learner's thread as a picture and as a list: what to show of each outcome, and where in the picture it hangs."""
