import { expect, it } from 'vitest';
import { libcOf, named, officialName } from './libc.ts';

it.each([
  ['node:22', 'glibc'],
  ['node:22-alpine', 'musl'],
  ['node:22-alpine3.20', 'musl'],
  ['company/node-musl:1', 'musl'],
  ['frolvlad/alpine-glibc:3', null],
  ['gcr.io/distroless/static-debian12', 'no C library'],
  ['cgr.dev/chainguard/static:latest', 'no C library'],
  ['gcr.io/distroless/base', 'glibc'],
  ['gcr.io/distroless/base-debian12', 'glibc 2.36'],
  ['debian:stretch', 'glibc 2.24'],
  ['ubuntu:bionic', 'glibc 2.27'],
  ['python:3.8-buster', 'glibc 2.28'],
  ['redhat/ubi8', 'glibc 2.28'],
  ['ubuntu:focal', 'glibc 2.31'],
  ['python:3.12-bullseye', 'glibc 2.31'],
  ['redhat/ubi9', 'glibc 2.34'],
  ['ubuntu:jammy', 'glibc 2.35'],
  ['node:22-bookworm-slim', 'glibc 2.36'],
  ['ubuntu:noble', 'glibc 2.39'],
  ['debian:trixie', 'glibc 2.41'],
  ['debian:9', 'glibc 2.24'],
  ['debian:10.4', 'glibc 2.28'],
  ['debian:11-slim', 'glibc 2.31'],
  ['debian:12', 'glibc 2.36'],
  ['debian:13', 'glibc 2.41'],
  ['debian:129', 'glibc'],
  ['ubuntu:18.04', 'glibc 2.27'],
  ['ubuntu:20.04', 'glibc 2.31'],
  ['ubuntu:22.04', 'glibc 2.35'],
  ['ubuntu:24.04', 'glibc 2.39'],
  ['amazonlinux:2023', 'glibc 2.34'],
  ['amazonlinux:2', 'glibc 2.26'],
  ['amazonlinux:2.0.2024', 'glibc 2.26'],
  ['almalinux:10', 'glibc 2.39'],
  ['centos:7', 'glibc 2.17'],
  ['rockylinux:8.9', 'glibc 2.28'],
  ['oraclelinux:9', 'glibc 2.34'],
  ['fedora:41', 'glibc'],
  ['archlinux', 'glibc'],
  ['oven/bun:1', 'glibc'],
  ['denoland/deno:2', 'glibc'],
  ['bitnami/redis:7', 'glibc'],
  ['mcr.microsoft.com/dotnet/aspnet:8.0', 'glibc'],
  ['mirror.example/library/postgres:17', 'glibc'],
  ['company/postgres:17', null],
  ['traefik:3', null],
  ['company/app:1', null],
  ['not a reference', null],
])('tells the C library of %s by its name: %s', (reference, said) => {
  const libc = libcOf(reference);
  expect(libc && named(libc)).toBe(said);
});

it('believes what it is told before any name', () => {
  expect(libcOf('company/app:1', { 'company/*': 'musl' })).toEqual({ kind: 'musl', minor: null });
  expect(libcOf('node:22-alpine', { 'node:*': 'none' })?.kind).toBe('none');
});

it('takes only official images, and mirrors of them, for what they are called', () => {
  expect(['node', 'library/node', 'mirror.example/library/node', 'company/node'].map(officialName)).toEqual([
    'node',
    'node',
    'node',
    null,
  ]);
});
