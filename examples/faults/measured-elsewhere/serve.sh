#!/bin/sh
loaded=$(head -c 12000000 /dev/zero | tr '\0' x)
sleep 4
echo "loaded ${#loaded} bytes"
mkdir -p /tmp/www && echo ok > /tmp/www/health
httpd -f -p 8080 -h /tmp/www &
wait
