"""Calibration, and figures on files of projects that were held out."""
