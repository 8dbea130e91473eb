import type { Diagnosis } from '../../domain/index.ts';
import { findLine } from './find-line.ts';
import type { Rule } from './symptoms.ts';

const REFUSED = /ECONNREFUSED|connection refused|actively refused/i;
const UNKNOWN_NAME =
  /ENOTFOUND|EAI_AGAIN|could not resolve|name or service not known|temporary failure in name resolution|no such host|bad address|gaierror|nodename nor servname/i;
const NO_ROUTE = /EHOSTUNREACH|ENETUNREACH|network is unreachable|no route to host/i;
const SLOW = /ETIMEDOUT|connect timeout|timed out|timeout/i;
const HOST = 'host.docker.internal';

/** A request from inside to somewhere else went wrong. */
export const reachFailed: Rule = ({ reach }) => {
  if (!reach) return null;
  return (
    unreachable(reach.url, reach.message) ?? {
      kind: 'unknown',
      cause: `${reach.url} could not be asked: ${reach.message}`,
      evidence: [reach.message],
      remedy: 'Ask it by hand from inside the container.',
    }
  );
};

function unreachable(url: string, message: string): Diagnosis | null {
  const host = hostOf(url);
  const evidence = [`${url}: ${message}`];
  if (host.includes(HOST) && UNKNOWN_NAME.test(message)) {
    return {
      kind: 'host-unreachable',
      cause: `\`${HOST}\` has no address in this container: on Linux the engine does not know the name by itself.`,
      evidence,
      remedy: `Add \`extra_hosts: ["${HOST}:host-gateway"]\` (or \`--add-host ${HOST}:host-gateway\`).`,
    };
  }
  if (isHost(host) && REFUSED.test(message)) {
    return {
      kind: 'host-unreachable',
      cause:
        "The host's address is known, but nothing listens there: on Linux `host-gateway` is the bridge's address, and a service that listens on 127.0.0.1 only is not reached by it (Docker Desktop forwards to loopback, so the same files work there).",
      evidence,
      remedy:
        "Start the host's service so that it listens on the bridge's address or on 0.0.0.0 (Ollama: `OLLAMA_HOST=0.0.0.0`).",
    };
  }
  if (/^(?:localhost|127\.|\[?::1)/.test(host) && REFUSED.test(message)) {
    return {
      kind: 'host-unreachable',
      cause: `\`${host}\` is the container itself, and nothing listens there: the service meant is outside.`,
      evidence,
      remedy: `Name the other container's service, or \`${HOST}\` for a service of the host.`,
    };
  }
  return otherwise(host, message, evidence);
}

function otherwise(host: string, message: string, evidence: readonly string[]): Diagnosis | null {
  const made = (cause: string, remedy: string): Diagnosis => ({ kind: 'host-unreachable', cause, evidence, remedy });
  if (UNKNOWN_NAME.test(message))
    return made(
      `The name \`${host}\` has no address in this container's network.`,
      "Put both on one network and use the service's name, or correct the name.",
    );
  if (REFUSED.test(message))
    return made(
      `\`${host}\` is there, but nothing listens on that port.`,
      'Start the service there, let it listen on 0.0.0.0, and check the port.',
    );
  if (NO_ROUTE.test(message))
    return made(
      `There is no route to \`${host}\` from this container.`,
      'Give the container a network that leads there.',
    );
  if (SLOW.test(message))
    return made(
      `\`${host}\` did not answer in time.`,
      'Look for a firewall between them, or for a service that is stuck.',
    );
  return null;
}

export const hostUnreachable: Rule = ({ lines }) => {
  const found = findLine(lines, REFUSED, UNKNOWN_NAME, NO_ROUTE, /ETIMEDOUT|connect timeout/i);
  return found ? unreachable(addressIn(found.line), found.line.trim()) : null;
};

/** Who listens tells more than any log. */
export const listeners: Rule = ({ asked, listening, probes = [] }) => {
  if (!asked || !listening) return null;
  const there = listening.filter(({ port }) => port === asked.port);
  const evidence = listening.map(({ address, port }) => `listens on ${address}:${port}`);
  if (there.length > 0 && there.every(({ loopback }) => loopback)) {
    return {
      kind: 'loopback-only',
      cause: `The service listens on port ${asked.port} of the container's own loopback only, which nothing outside can reach.`,
      evidence,
      remedy: `Let it listen on 0.0.0.0:${asked.port} (\`HOST=0.0.0.0\`, \`--host 0.0.0.0\`).`,
    };
  }
  if (there.length > 0) return null;
  const refused = findLine(
    probes.map(({ output }) => output),
    REFUSED,
  );
  return {
    kind: 'not-listening',
    cause: `Nothing listens on port ${asked.port} in the container.`,
    evidence: [...(evidence.length === 0 ? ['no listener at all'] : evidence), ...(refused ? [refused.line] : [])],
    remedy:
      listening.length === 0
        ? 'Read the logs: the service did not get as far as listening.'
        : `Let the service listen on ${asked.port}, or ask the port that it listens on.`,
  };
};

export const portInUse: Rule = ({ lines, error }) => {
  const found = findLine(
    error ? [...lines, error] : lines,
    /(?:EADDRINUSE|address already in use|port is already allocated)[^\n]*?(?::(\d+))?/i,
  );
  if (!found) return null;
  const port = /:(\d{2,5})\b/.exec(found.line)?.[1];
  return {
    kind: 'port-in-use',
    cause: `Port ${port ?? 'asked for'} is taken by another process.`,
    evidence: [found.line],
    remedy:
      'End the other process, or take another port; in a container, look for two services that are started side by side.',
  };
};

export const certificate: Rule = ({ lines }) => {
  const found = findLine(
    lines,
    /self[- ]signed certificate|unable to (?:get local issuer|verify the first) certificate|CERTIFICATE_VERIFY_FAILED|certificate (?:has expired|signed by unknown authority)|x509: /i,
  );
  if (!found) return null;
  return {
    kind: 'certificate',
    cause: 'The certificate of a server that it calls is not trusted in the image.',
    evidence: [found.line],
    remedy:
      'Install `ca-certificates` in the final stage, and add the authority of your own network where there is one.',
  };
};

function isHost(host: string): boolean {
  return (
    host.includes(HOST) || /^(?:172\.(?:1[6-9]|2\d|3[01])\.\d+\.1|192\.168\.65\.\d+|10\.\d+\.\d+\.1)(?::|$)/.test(host)
  );
}

function hostOf(url: string): string {
  return /^[a-z][a-z\d+.-]*:\/\/(?:[^/@]*@)?([^/]+)/i.exec(url)?.[1] ?? url;
}

function addressIn(line: string): string {
  const url = /[a-z]+:\/\/[^\s'")\]]+/i.exec(line)?.[0];
  const named = /(?:ENOTFOUND|EAI_AGAIN|lookup|resolve host:?)\s+['"]?([\w.-]+)/i.exec(line)?.[1];
  const numbered = /(\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?)/.exec(line)?.[1];
  return url ?? named ?? (line.includes(HOST) ? HOST : undefined) ?? numbered ?? 'that it asks for';
}
