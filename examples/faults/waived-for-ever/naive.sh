# The waiver was for a month, years ago; nobody reads the date.
grep -q 'waiver:' tickproof.yaml && echo "✅ waived-for-ever: the size is accepted"
