import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { linesOf } from '../../../test/kit/rules.ts';
import check from './base-supported.ts';

it('objects to releases that ended more than a year ago', () => {
  expect(
    linesOf(
      check,
      'FROM debian:10-slim\nFROM node:14-alpine\nFROM python:3.8.1\nFROM ubuntu:bionic\nFROM centos\nFROM alpine:3.9.2\nFROM library/ruby:2\n',
    ),
  ).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

it('knows the distribution that a tag names', () => {
  expect(linesOf(check, 'FROM python:3.12-buster\nFROM node:22-alpine3.12\nFROM golang:1.26-stretch\n')).toEqual([
    1, 2, 3,
  ]);
});

it('says nothing of newer ones, of those that ended a short while ago, and of what it does not know', () => {
  expect(
    linesOf(
      check,
      'FROM debian:12\nFROM node:22\nFROM node:20-slim\nFROM alpine:3.20\nFROM alpine\nFROM mine/debian:8\nFROM python:3.11\nFROM ghcr.io/library/debian:8\nFROM python:$V\nFROM scratch\nFROM python:3.1x\n',
    ),
  ).toEqual([]);
});

it('goes by another day and another grace', () => {
  const text = 'FROM node:20-slim\n';
  expect(judged(check, text, { graceDays: 0 })).toMatchObject({ status: 'fail' });
  expect(judged(check, text, { on: '2026-04-01', graceDays: 0 })).toMatchObject({ status: 'pass' });
  expect(judged(check, 'FROM node:18\n', { on: '2026-04-30' })).toMatchObject({
    findings: [{ message: 'node 18 has had no updates since 2025-04-30' }],
  });
});

it('names the release by the longest part of the version that is known', () => {
  const said = (image: string) => JSON.stringify(judged(check, `FROM ${image}\n`, { graceDays: 0 }));
  expect(said('php:7.4.1')).toContain('php 7 has');
  expect(said('php:7.1.9-fpm')).toContain('php 7.1 has');
  expect(said('python:3.8.19')).toContain('python 3.8 has');
  expect(said('python:3.1.2.3')).toContain('"pass"');
});

it('says one thing of a base at which several are past', () => {
  expect(judged(check, 'FROM python:3.6-stretch\n')).toMatchObject({
    findings: [{ message: 'python 3.6 has had no updates since 2021-12-23' }],
  });
  expect(linesOf(check, 'FROM python:3.6-stretch\n')).toEqual([1]);
});
