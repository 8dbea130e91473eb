#!/bin/sh
: "${SECRET_KEY:?must be set}"
exec sleep 300
