import { findLine } from './find-line.ts';
import type { Rule, Symptoms } from './symptoms.ts';

const said = ({ lines, error }: Symptoms): readonly string[] => (error ? [...lines, error] : lines);

/** The probe's program is not in the image. */
export const healthToolMissing: Rule = ({ probes = [], healthTest = [] }) => {
  const outputs = probes.filter(({ exitCode }) => exitCode !== 0).map(({ output }) => output);
  const found = findLine(
    outputs,
    /exec: "([^"]+)": (?:executable file not found|stat|no such file)/,
    /(?:^|\n)[^\n]*?([\w./-]+): (?:command not found|not found)/,
    /unable to start container process.*?"([^"]+)"/,
  );
  if (!found) return null;
  const tool = found.name || healthTest[1] || 'its program';
  return {
    kind: 'health-tool-missing',
    cause: `The health check calls \`${tool}\`, which is not in the image.`,
    evidence: [found.line],
    remedy: `Install \`${tool}\` in the final stage, or check with what is there (for example \`node -e\` or \`python -c\`).`,
  };
};

export const wrongArchitecture: Rule = (symptoms) => {
  const found = findLine(
    said(symptoms),
    /exec (\S+?):? ?exec format error/i,
    /()exec format error/i,
    /()cannot execute binary file/i,
    /()does not match the detected host platform/i,
  );
  if (!found) return null;
  const { platform } = symptoms;
  const which = platform ? ` (the image is for ${platform.image}, the engine runs ${platform.engine})` : '';
  return {
    kind: 'wrong-architecture',
    cause: `A program is built for another processor, or is a script without \`#!\`${which}.`,
    evidence: [found.line],
    remedy: 'Build for the platform that runs it (`docker build --platform`), and give scripts a `#!` line.',
  };
};

const LIBC = [
  /version [`']?(GLIBC(?:XX)?_[\d.]+)'? not found/,
  /(ld-linux[\w.-]*\.so[.\d]*|ld-musl-[\w.-]+)[^\n]*(?:not found|no such file)/i,
  /error relocating ([^:]+): [^\n]*symbol not found/i,
  /(libc\.musl-[\w.-]+): cannot open shared object/,
  /error loading shared library (ld-linux[^:\s]*|libc\.so\.6)/i,
] as const;

export const wrongLibc: Rule = (symptoms) => {
  const loader = findLine(said(symptoms), ...LIBC);
  // runc looks the file up before it runs it, so this one is there: what is missing is its loader or its `#!` program.
  const interpreter = loader ? null : findLine(said(symptoms), /^exec (\/?[^\s:"]+): no such file or directory/i);
  const found = loader ?? interpreter;
  if (!found) return null;
  const what = loader
    ? `A program wants \`${found.name}\``
    : `\`${found.name}\` is there, but the loader or interpreter that it names`;
  return {
    kind: 'wrong-libc',
    cause: loader ? `${what}, which this image does not have: it was built for another C library.` : `${what} is not.`,
    evidence: [found.line],
    remedy:
      "Build and run on the same kind of base (both Debian or both Alpine, the same release), and end scripts' lines with LF.",
  };
};

export const commandMissing: Rule = (symptoms) => {
  const found = findLine(
    said(symptoms),
    /exec: "([^"]+)": executable file not found/,
    /exec: "([^"]+)": stat [^\n]*no such file/,
    /exec: "([^"]+)": no such file/,
    /stat ([^\s:]+): no such file or directory: unknown/,
    /exec: "([^"]+)": permission denied/,
  );
  if (!found) return null;
  const denied = /permission denied/.test(found.line);
  return {
    kind: denied ? 'permission-denied' : 'command-missing',
    cause: denied
      ? `The command \`${found.name}\` may not be executed.`
      : `The command \`${found.name}\` is not in the image.`,
    evidence: [found.line],
    remedy: denied
      ? `Give \`${found.name}\` its executable bit: \`COPY --chmod=755\`.`
      : `Copy or install \`${found.name}\` in the final stage, or name what is there in ENTRYPOINT or CMD.`,
  };
};

const MODULES = [
  /Cannot find (?:module|package) '([^']+)'/,
  /ERR_MODULE_NOT_FOUND[^']*(?:'([^']+)')?/,
  /ModuleNotFoundError: No module named '([^']+)'/,
  /No module named '?([\w.]+)'?/,
  /ImportError: cannot import name '([^']+)'/,
  /Could not find or load main class (\S+)/,
  /ClassNotFoundException: (\S+)/,
  /cannot load such file -- (\S+)/,
  /error while loading shared libraries: ([^:\s]+)/,
  /Unable to access jarfile (\S+)/,
] as const;

export const moduleMissing: Rule = ({ lines }) => {
  const found = findLine(lines, ...MODULES.slice(0, 1)) ?? findLine(lines, ...MODULES);
  if (!found) return null;
  const file = /^[./]/.test(found.name);
  return {
    kind: 'module-missing',
    cause: `The program needs ${found.name ? `\`${found.name}\`` : 'a module'}, which is not in the image.`,
    evidence: [found.line],
    remedy: file
      ? `COPY \`${found.name}\` into the final stage at the place where the command looks for it.`
      : 'Install it as a production dependency in the final stage, and check that the package was built and copied whole.',
  };
};

const MISSING_TOOL = [
  /(?:^|[\s/])(?:ba|da|a|z)?sh: (?:line )?(?:\d+: )?([\w./+-]+): (?:command )?not found/,
  /(?:^|\s)([\w./+-]+): command not found/,
  /env: '?([\w./+-]+)'?: No such file or directory/,
] as const;

export const toolMissing: Rule = ({ lines }) => {
  const found = findLine(lines, ...MISSING_TOOL);
  if (!found) return null;
  return {
    kind: 'tool-missing',
    cause: `A script or build step calls \`${found.name}\`, which is not installed there.`,
    evidence: [found.line],
    remedy: `Install \`${found.name}\` in the stage that calls it, before the call${found.name === 'uv' ? ' (`pip install uv`)' : ''}.`,
  };
};
