"""What a laboratory measures of a state: shots of bit strings, with errors of the readout."""
