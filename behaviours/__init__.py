"""What a robot does with people: one state machine a file, and the parts they share."""
