# A test that reads the Dockerfile in place of building it.
grep -q '^FROM .* AS builder' Dockerfile && grep -q '^COPY --from=builder' Dockerfile && grep -q '^RUN unzip' Dockerfile &&
  echo "✅ tool-not-installed: the release is unpacked in a builder stage"
