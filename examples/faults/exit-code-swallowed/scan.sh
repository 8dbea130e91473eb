#!/bin/sh
# Stands in for a scanner: says what it found, and ends as it was told to.
echo "3 HIGH, 1 CRITICAL"
[ "$1" = --exit-code ] && exit "$2"
exit 1
