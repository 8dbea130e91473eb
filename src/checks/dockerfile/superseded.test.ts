import { expect, it } from 'vitest';
import { type AnyCheck } from '../../domain/index.ts';
import { judged } from '../../../test/kit/index.ts';
import basePinned from '../build/base-pinned.ts';
import noSecretArgs from '../build/no-secret-args.ts';
import absoluteWorkdir from './absolute-workdir.ts';
import apkNoCache from './apk-no-cache.ts';
import aptListsRemoved from './apt-lists-removed.ts';
import baseNotLatest from './base-not-latest.ts';
import baseTagged from './base-tagged.ts';
import beginsWithFrom from './begins-with-from.ts';
import cachesLeft from './caches-left.ts';
import commandIsThere from './command-is-there.ts';
import commandsNotOverridden from './commands-not-overridden.ts';
import dnfCleaned from './dnf-cleaned.ts';
import execFormCommand from './exec-form-command.ts';
import execFormIsJson from './exec-form-is-json.ts';
import execForm from './exec-form.ts';
import firstWorkdirAbsolute from './first-workdir-absolute.ts';
import fromValid from './from-valid-by-default.ts';
import healthcheckCanFail from './healthcheck-can-fail.ts';
import healthcheckDeclared from './healthcheck-declared.ts';
import healthcheck from './healthcheck.ts';
import lastUserNotRoot from './last-user-not-root.ts';
import lockFileCopied from './lock-file-copied.ts';
import lockFileObeyed from './lock-file-obeyed.ts';
import noCd from './no-cd.ts';
import noConstantPlatform from './no-constant-platform.ts';
import noRunInEmptyStage from './no-run-in-empty-stage.ts';
import noSecretNames from './no-secret-names.ts';
import noSecretVariables from './no-secret-variables.ts';
import nonRoot from './non-root.ts';
import onbuildTriggerAllowed from './onbuild-trigger-allowed.ts';
import oneCmd from './one-cmd.ts';
import oneEntrypoint from './one-entrypoint.ts';
import oneHealthcheck from './one-healthcheck.ts';
import pipNoCache from './pip-no-cache.ts';
import platformNotFixed from './platform-not-fixed.ts';
import runsHaveEffect from './runs-have-effect.ts';
import shellIsThere from './shell-is-there.ts';
import start from './start-command-is-json.ts';
import valid from './valid.ts';
import yarnCacheCleaned from './yarn-cache-cleaned.ts';
import yumCleaned from './yum-cleaned.ts';
import zypperCleaned from './zypper-cleaned.ts';

it.each<{ better: AnyCheck; weaker: AnyCheck; text: string }>([
  { better: execFormIsJson, weaker: execForm, text: "FROM a\nCMD ['b', 'c']\n" },
  { better: execFormIsJson, weaker: start, text: "FROM a\nCMD ['b', 'c']\n" },
  { better: healthcheckCanFail, weaker: healthcheck, text: 'FROM a\nHEALTHCHECK CMD true\n' },
  { better: execForm, weaker: start, text: 'FROM a\nCMD node x\n' },
  { better: fromValid, weaker: baseTagged, text: 'ARG T\nFROM a/$T\n' },
  { better: healthcheck, weaker: healthcheckDeclared, text: 'FROM a\n' },
  { better: noRunInEmptyStage, weaker: shellIsThere, text: 'FROM scratch\nRUN true\n' },
  { better: noSecretVariables, weaker: noSecretNames, text: 'FROM a\nENV NPM_TOKEN=x\n' },
  { better: nonRoot, weaker: lastUserNotRoot, text: 'FROM a\nUSER root\n' },
  { better: onbuildTriggerAllowed, weaker: valid, text: 'FROM a\nONBUILD FROM b\n' },
  { better: oneCmd, weaker: commandsNotOverridden, text: 'FROM a\nCMD b\nCMD c\n' },
  { better: oneEntrypoint, weaker: commandsNotOverridden, text: 'FROM a\nENTRYPOINT b\nENTRYPOINT c\n' },
  { better: oneHealthcheck, weaker: commandsNotOverridden, text: 'FROM a\nHEALTHCHECK CMD b\nHEALTHCHECK CMD c\n' },
  { better: runsHaveEffect, weaker: noCd, text: 'FROM a\nRUN cd /b\n' },
  { better: shellIsThere, weaker: execForm, text: 'FROM scratch\nCMD node x\n' },
  { better: shellIsThere, weaker: start, text: 'FROM scratch\nCMD node x\n' },
  { better: shellIsThere, weaker: commandIsThere, text: 'FROM scratch\nCMD node x\n' },
  { better: absoluteWorkdir, weaker: firstWorkdirAbsolute, text: 'FROM a\nWORKDIR b\n' },
  { better: noConstantPlatform, weaker: platformNotFixed, text: 'FROM --platform=linux/amd64 a\n' },
  { better: execForm, weaker: execFormCommand, text: 'FROM a\nCMD b\n' },
  { better: valid, weaker: beginsWithFrom, text: 'RUN a\nFROM b\n' },
  { better: aptListsRemoved, weaker: cachesLeft, text: 'FROM debian\nRUN apt-get update && apt-get install -y a\n' },
  { better: apkNoCache, weaker: cachesLeft, text: 'FROM alpine\nRUN apk add a\n' },
  { better: dnfCleaned, weaker: cachesLeft, text: 'FROM fedora\nRUN dnf install -y a\n' },
  { better: pipNoCache, weaker: cachesLeft, text: 'FROM python\nRUN pip install a\n' },
  { better: yarnCacheCleaned, weaker: cachesLeft, text: 'FROM node\nRUN yarn install\n' },
  { better: yumCleaned, weaker: cachesLeft, text: 'FROM centos\nRUN yum install -y a\n' },
  { better: zypperCleaned, weaker: cachesLeft, text: 'FROM suse\nRUN zypper install -y a\n' },
  { better: noSecretNames, weaker: noSecretArgs, text: 'FROM a\nENV NPM_TOKEN=abc123\n' },
  { better: noSecretVariables, weaker: noSecretArgs, text: 'FROM a\nENV NPM_TOKEN=abc123\n' },
  { better: baseNotLatest, weaker: basePinned, text: 'FROM a:latest\n' },
  { better: baseTagged, weaker: basePinned, text: 'FROM a\n' },
])('$better.id is shown instead of $weaker.id, which objects to the same', ({ better, weaker, text }) => {
  expect([better, weaker].map((it) => judged(it, text).status)).toEqual(['fail', 'fail']);
  expect(better.lint?.supersedes).toContain(weaker.id);
});

it('is shown instead of an install that may change its lock file', () => {
  expect(lockFileCopied.lint?.supersedes).toEqual([lockFileObeyed.id]);
});
