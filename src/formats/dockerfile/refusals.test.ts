import { expect, it } from 'vitest';
import { parseDockerfile, substitutionFaults } from './index.ts';

/** What is refused of the lines of a stage from nothing. */
function refused(lines: string, from = 'FROM scratch\n', args = {}): readonly string[] {
  const parsed = parseDockerfile('D', `${from}${lines}\n`, args);
  const all = [...parsed.problems, ...substitutionFaults(parsed, new Set(parsed.stages.keys()), args)];
  return all.map(({ message }) => message);
}

it.each([
  ['RUN --mount=type=chache,target=/c true', 'unsupported mount type "chache" (did you mean cache?)'],
  ['RUN --mount=type=bind,targt=/c true', 'unexpected key `targt` (did you mean target?)'],
  ['RUN --mount=type=bind,target true', '`target` must be a key=value pair'],
  ['RUN --mount=type=bind,,target=/c true', '`` must be a key=value pair'],
  ['RUN --mount=type=cache,target=/c,sharing=lock true', 'unsupported sharing value "lock"'],
  ['RUN --mount=type=cache,target=/c,mode=9 true', 'invalid value 9 for mode'],
  ['RUN --mount=type=cache,target=/c,uid=root true', 'invalid value root for uid'],
  ['RUN --mount=type=tmpfs,target=/c,size=big true', 'invalid value for size: big'],
  ['RUN --mount=type=bind,target=/c,ro=maybe true', 'invalid value for ro: maybe'],
  ['RUN --mount=type=bind,target=/c,uid=1 true', 'uid not allowed for "bind" type mounts'],
  ['RUN --mount=type=bind,target=/c,sharing=shared true', 'sharing is for cache mounts, not for bind'],
  ['RUN --mount=type=bind,target=/c,required true', 'unexpected key `required` for mount type `bind`'],
  ['RUN --mount=type=secret,env=TOKEN true', 'a secret mount needs an id, a source or a target'],
  ['RUN --mount=type=secret,id=a,source=b true', 'source and id cannot both be set'],
  ['RUN --mount=type=secret,id=a,required=yes true', 'invalid value for required: yes'],
  ['RUN --mount=type=cache,target=/ true', 'invalid mount target "/"'],
  ['RUN --mount=type=cache true', 'invalid mount target "/": it has no target'],
  ['RUN --mount=type=bind,from=$S,target=/c true', 'cannot hold a variable'],
  ['RUN --mount="" true', 'there is nothing in it'],
])('a mount is read as the builder reads it: %s', (line, message) => {
  expect(refused(line)).toEqual([expect.stringContaining(message)]);
});

it.each([
  'RUN --mount=type=cache,dst=/c,sharing=Locked,uid=1,gid=2,mode=0755,id=$X true',
  'RUN --mount=TYPE=bind,target=/c,rw true',
  'RUN --mount=target=/c,from=0 true',
  'RUN --mount=type=tmpfs,target=/c,size=1m true',
  'RUN --mount=type=secret,id=a,env=TOKEN,required=1 true',
  'RUN --mount=type=ssh,required true',
  'RUN --mount=type=bind,"target=/a b" true',
  'WORKDIR /app\nRUN --mount=type=cache true',
  'ARG C\nRUN --mount=type=cache,target=$C true',
])('and taken as it takes it: %s', (line) => {
  expect(refused(line)).toEqual([]);
});

it.each(['999', '0o755', '17777', 'u', 'x', '-1', 'u+rw,z'])('COPY cannot give the mode %s', (mode) => {
  expect(refused(`COPY --chmod=${mode} a /`)).toEqual([expect.stringContaining(`--chmod=${mode} is no mode`)]);
});

it.each(['755', '07777', 'u+x', 'go=u', 'a=rwx,u-w', 'u+rw-x', '+x', '$MODE'])('COPY can give the mode %s', (mode) => {
  expect(refused(`COPY --chmod=${mode} a /`, 'FROM debian\n')).toEqual([]);
});

it('a checksum is for one source that is fetched', () => {
  expect(refused('ADD --checksum=sha256:a a /')).toEqual([expect.stringContaining('requires HTTP(S) or Git sources')]);
  expect(refused('ADD --checksum=sha256:a https://a.example/b https://a.example/c /')).toEqual([
    expect.stringContaining('multiple sources'),
  ]);
  expect(refused('ADD --checksum=sha256:a https://a.example/b /\nADD --checksum=c git@a.example:b/c.git /')).toEqual(
    [],
  );
  for (const source of ['deploy@a.example:b/c.git', 'github.com/a/b.git', 'ssh://a.example/b.git'])
    expect(refused(`ADD --checksum=sha256:a ${source} /`), source).toEqual([]);
});

it('a stage from nothing has no variables but its own: what needs another is refused', () => {
  expect(refused('VOLUME ["$DATA"]')).toEqual(['VOLUME specified can not be an empty string']);
  expect(refused("VOLUME ''", 'FROM debian\n')).toEqual(['VOLUME specified can not be an empty string']);
  expect(refused('USER ${NAME:?who}')).toEqual(['USER ${NAME:?who}: NAME: who']);
});

it('what a base image or a build argument may set is left alone', () => {
  expect(refused('VOLUME ["$DATA"]\nUSER ${NAME:?who}', 'FROM debian\n')).toEqual([]);
  expect(refused('ARG DATA\nVOLUME ["$DATA"]\nARG NAME\nUSER ${NAME:?who}')).toEqual([]);
  expect(refused('USER ${NAME:?who}', 'ARG NAME\nFROM scratch\n')).toEqual(['USER ${NAME:?who}: NAME: who']);
  expect(refused('VOLUME ["$DATA"]', 'FROM scratch\nENV DATA=/data\n')).toEqual([]);
});

it('an ARG before the first FROM is filled in even where nothing uses it', () => {
  expect(refused('', 'ARG A=${ B}\nFROM scratch\n')).toEqual(['ARG ${: missing `}`']);
  expect(refused('', 'ARG A=${B:?none}\nFROM scratch\n')).toEqual(['ARG ${B:?none}: B: none']);
  expect(refused('', 'ARG B\nARG A=${B:?none}\nFROM scratch\n')).toEqual([]);
  expect(refused('', 'ARG A=${B:?none}\nFROM scratch\n', { A: '1' })).toEqual([]);
});

it('a base that no build argument can complete is refused', () => {
  expect(refused('', 'FROM debian:$TAG\n')).toEqual([expect.stringContaining('no ARG above declares TAG')]);
  expect(refused('', 'ARG TAG\nFROM debian:$TAG\n')).toEqual([]);
});

it('a `check` directive that cannot be read stops the build, unless a build argument stands in for it', () => {
  expect(refused('', '# check=error\nFROM scratch\n')).toEqual(['invalid check option "error"']);
  expect(refused('', '# check=skp=all\nFROM scratch\n')).toEqual(['invalid check option "skp"']);
  expect(refused('', '# check=skp=all\nFROM scratch\n', { BUILDKIT_DOCKERFILE_CHECK: 'skip=all' })).toEqual([]);
});

it.each(['build-', 'a..b', 'a_-b', 'a___b', 'a.'])('a stage cannot have the name %s', (name) => {
  expect(refused('', `FROM scratch AS ${name}\n`)).toEqual([expect.stringContaining(`invalid context name "${name}"`)]);
});

it.each(['a__b', 'a.b', 'a--b', 'Build_1'])('a stage can have the name %s', (name) => {
  expect(refused('', `FROM scratch AS ${name}\n`)).toEqual([]);
});
