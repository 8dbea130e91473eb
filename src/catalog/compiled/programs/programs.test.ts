import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { programReaders, textProgramReaders } from './index.ts';

const read = (path: string, text: string | Buffer) =>
  programReaders
    .filter((it) => it.where?.(path) ?? true)
    .flatMap((it) => it.read({ path, bytes: Buffer.from(text as string, 'latin1') })?.packages ?? [])
    .map((it) => it.purl);

describe('programReaders', () => {
  it.each([
    ['/usr/local/bin/python3.12', 'x\x003.12.4\0%.80s (%.80s) %.80s\0', 'pkg:generic/python@3.12.4'],
    ['/usr/local/lib/libpython3.13.so.1.0', '\x003.13.0rc1\0%.80s (%.80s) %.80s\0', 'pkg:generic/python@3.13.0rc1'],
    ['/usr/local/bin/node', 'a node.js/v22.3.0\0', 'pkg:generic/node@22.3.0'],
    ['/usr/local/bin/php', 'X-Powered-By: PHP/8.3.8\0', 'pkg:generic/php-cli@8.3.8'],
    ['/usr/lib/apache2/modules/libphp.so', 'X-Powered-By: PHP/8.3.8\0', 'pkg:generic/php@8.3.8'],
    ['/usr/local/bin/redis-server', '\x007.2.5buildkitsandbox-1715850000000000000\0', 'pkg:generic/redis@7.2.5'],
    ['/usr/local/bin/redis-server', '\x006.2.10ab12cd34ef56-1715850000000000000\0', 'pkg:generic/redis@6.2.10'],
    ['/usr/sbin/nginx', 'nginx version: nginx/1.27.0\n\0', 'pkg:generic/nginx@1.27.0'],
    ['/usr/lib/postgresql/16/bin/postgres', 'PostgreSQL 16.3 on x86_64-pc-linux-musl', 'pkg:generic/postgresql@16.3'],
    ['/opt/java/bin/java', '\0openjdk\0java\x000.0\x0021.0.3+9-LTS\0', 'pkg:generic/oracle/openjdk@21.0.3%2B9-LTS'],
    ['/usr/local/bin/helm', '\0\0v3.15.1\0\0go1.22\0', 'pkg:golang/helm.sh/helm@3.15.1'],
    ['/usr/sbin/mysqld', '/src/mysql-8.4.0/sql/x.cc', 'pkg:generic/mysql-server@8.4.0'],
    ['/usr/bin/mysql', 'x\x008.0.36\0\0mysql_history\0', 'pkg:generic/mysql@8.0.36'],
    ['/usr/bin/mysql', 'x\x0010.5.8-MariaDB\0', 'pkg:generic/mariadb@10.5.8'],
    ['/usr/bin/mongod', 'x\x007.0.9\0heap_size\0', 'pkg:generic/mongodb@7.0.9'],
    ['/usr/lib/erlang/bin/erlexec', '/build/otp-26.1.2/erts/x.c', 'pkg:generic/erlang@26.1.2'],
    ['/usr/local/bin/node', 'x\0v5.4.1\0y', 'pkg:generic/node@5.4.1'],
    ['/usr/local/bin/cabal', 'cabal-install-1.24.0.1-aBc\0', 'pkg:generic/haskell/cabal@1.24.0.1'],
    ['/usr/sbin/haproxy', 'version 3.0-dev2-12ab34c, released 2024/02/01', 'pkg:generic/haproxy@3.0-dev2'],
    ['/usr/bin/curl', 'User-Agent: curl/8.6.0\0', 'pkg:generic/curl@8.6.0'],
    ['/bin/vault', 'xrevoke1.17.2sealed', 'pkg:golang/github.com/hashicorp/vault@1.17.2'],
  ])('%s', (path, text, purl) => {
    expect(read(path, text)).toEqual([purl]);
  });

  it('goes by the name of the file, and says nothing where no version stands', () => {
    expect(read('/usr/bin/other', 'node.js/v22.3.0\0')).toEqual([]);
    expect(read('/usr/bin/node', 'nothing')).toEqual([]);
    expect(read('/opt/java/bin/java', '\0java\x000.0\x0021.0.3+9-jvmci-23.1\0openjdk\0')).toEqual([
      'pkg:generic/oracle/graalvm@21.0.3%2B9-jvmci-23.1',
    ]);
  });

  it('knows the program that runs this test', () => {
    const found = programReaders
      .filter((it) => it.where?.('/usr/bin/node'))
      .flatMap((it) => it.read({ path: '/usr/bin/node', bytes: readFileSync(process.execPath) })?.packages ?? []);
    expect(found).toMatchObject([{ name: 'node', version: process.versions.node }]);
  });

  it('takes no longer over a file that is made to look like a version everywhere', () => {
    const bytes = Buffer.from(
      '1.1.1-1'.repeat(300_000) + '\0go1.'.repeat(100_000) + 'PostgreSQL '.repeat(100_000),
      'latin1',
    );
    const paths = [
      '/envoy',
      '/grafana',
      '/traefik',
      '/consul',
      '/redis-server',
      '/pilot-agent',
      '/deno',
      '/java',
      '/postgres',
      '/filebeat',
      '/vault',
    ];
    for (const path of paths) expect(read(path, bytes).length).toBeLessThan(2);
  });
});

describe('textProgramReaders', () => {
  it.each([
    ['VERSION', 'go1.22.3\ntime 2024-05-01T19:49:47Z\n', 'pkg:generic/go@1.22.3'],
    [
      'application.ini',
      '[App]\nVendor=Mozilla\nName=Firefox\nVersion=128.0\n[Gecko]\nVersion=1\n',
      'pkg:generic/firefox@128.0',
    ],
    ['elixir', '#!/bin/sh\nset -e\nELIXIR_VERSION=1.17.1\n', 'pkg:generic/elixir@1.17.1'],
    ['composer', "'root' => array(\n 'pretty_version' => '2.7.6',\n", 'pkg:generic/composer@2.7.6'],
    ['wp', '#!/usr/bin/env php\nwp-cli/wp-cli 2.10.0 2024\n', 'pkg:generic/wp-cli@2.10.0'],
  ])('%s', (name, text, purl) => {
    const [reader] = textProgramReaders.filter((it) => it.names?.includes(name));
    expect(reader?.read({ path: `/x/${name}`, bytes: Buffer.from(text) })?.packages).toMatchObject([{ purl }]);
    expect(reader?.read({ path: `/x/${name}`, bytes: Buffer.from('other') })).toBeNull();
  });
});
