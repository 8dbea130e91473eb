import { expect, it } from 'vitest';
import { fileAt, type Told, worldsOn } from '../../../../test/kit/falsehoods.ts';

const IMAGE = {
  config: {
    workingDir: '/app',
    user: 'app',
    env: ['PATH=/usr/bin:/opt/bin', 'APP_ENV=live', 'PORT=80', 'HOME=/home/app', 'LD_LIBRARY_PATH=/opt/lib', '-x=1'],
  },
  layers: [
    [
      fileAt('/app/a.ts'),
      fileAt('/app/run', 0o755),
      ...['/usr/bin/tool', '/usr/bin/node', '/usr/bin/ls', '/opt/bin/gcc'].map((path) => fileAt(path, 0o755)),
    ],
  ],
};
const worlds = worldsOn(IMAGE);

const ROOT = 'exit {"user":"0"}';

it.each<[string[], Told, string[]]>([
  [['whoami'], {}, [ROOT]],
  [['id', '-u'], {}, [ROOT]],
  [['whoami'], { contains: 'app' }, ['output {"user":"0"}']],
  [['id', 'app'], {}, []],
  [['id', '-u', 'app'], {}, []],
  [['who'], {}, []],
])('asks %j as another user, where it tells who runs it', (argv, wanted, expected) => {
  expect(worlds(argv, wanted)).toEqual(expected);
});

it.each(['', 'root', '0', '0:0', 'root:app'])('asks an image of user "%s" as nobody', (user) => {
  expect(worldsOn({ ...IMAGE, config: { ...IMAGE.config, user } })(['id'])).toEqual(['exit {"user":"65534:65534"}']);
});

const less = (name: string) => `{"env":{"${name}":null}}`;

it.each<[string[] | string, Told, string[]]>([
  [['printenv', 'APP_ENV'], {}, [`exit ${less('APP_ENV')}`]],
  [['printenv', '-0', 'APP_ENV', 'PORT'], {}, [`exit ${less('APP_ENV')}`, `exit ${less('PORT')}`]],
  [['printenv', 'PATH', 'HOME', 'PWD', 'LD_LIBRARY_PATH', 'NONE', 'toString'], {}, []],
  [['printenv', '-x'], {}, []],
  ['echo $APP_ENV', { contains: 'live' }, [`output ${less('APP_ENV')}`]],
  ['printf %s "$APP_ENV" "$PATH"', { contains: 'live' }, [`output ${less('APP_ENV')}`]],
  ['echo APP_ENV', { contains: 'APP_ENV' }, []],
  ['[ "$APP_ENV$PORT" = live80 ]', {}, [`exit ${less('APP_ENV')}`, `exit ${less('PORT')}`]],
  ['$APP_ENV', {}, []],
  [['node', '-e', 'process.exit(process.env.PORT > 0 ? 0 : 1)'], {}, [`exit ${less('PORT')}`]],
  [['node', '-p', "process.env['PORT']"], { contains: '80' }, [`exit ${less('PORT')}`]],
  [
    ['python', '-c', "import os; os.environ['APP_ENV']; os.environ.get('PORT'); os.getenv('NONE')"],
    {},
    [`exit ${less('APP_ENV')}`, `exit ${less('PORT')}`],
  ],
])('takes a variable away that %j asks for, unless nothing runs without it', (command, wanted, expected) => {
  expect(worlds(command, wanted)).toEqual(expected);
});

it.each<[string[] | string, Told, boolean]>([
  [['curl', '-fsS', 'https://example.org/x'], {}, true],
  [['curl', 'http://localhost/', 'example.org'], {}, true],
  [['curl', 'db'], {}, true],
  [['nc', '-z', 'db', '5432'], {}, true],
  [['wget', '-qO-', 'db:80'], {}, true],
  [['getent', 'hosts', 'db'], {}, true],
  [['getent', 'ahosts', 'db'], {}, true],
  [['getent', 'passwd', 'app'], {}, false],
  [['getent'], {}, false],
  [['curl', 'http://127.0.0.1:8080/', 'http://[::1]/', '0.0.0.0:1', 'HTTP://LOCALHOST'], {}, false],
  [['curl', '--version'], {}, false],
  [['curl', '-o/dev/null', '5'], {}, false],
  [['curl', '-x', '5'], {}, false],
  [['curl'], {}, false],
  [['uncurl', 'example.org'], {}, false],
  [['ping', '-c1', 'db'], { exit: 1 }, false],
  ['! ping -c1 db', {}, false],
])('%j by %j is asked without a network: whether anything else than this machine is called', (command, wanted, is) => {
  expect(worlds(command, wanted)).toEqual(is ? ['exit {"network":"none"}'] : []);
});

it.each<[string[] | string, Told, string[]]>([
  [['tool'], {}, ['exit -/usr/bin/tool']],
  [['tool', '--version'], {}, ['exit -/usr/bin/tool']],
  [['tool', '-q', 'help'], {}, ['exit -/usr/bin/tool']],
  [['tool', 'check'], {}, ['weak exit -/usr/bin/tool']],
  [['/usr/bin/tool', '-h'], {}, ['exit -/usr/bin/tool']],
  [['./run'], {}, ['exit -/app/run']],
  [['/nowhere/x'], {}, []],
  [['none', '--version'], {}, []],
  [['ls'], {}, []],
  [[''], {}, []],
  [[], {}, []],
  ['$X --version', {}, []],
  [['tool', '--version'], { exit: 2 }, []],
  ['! tool --version', {}, []],
  ['tool --version || true', { contains: '1' }, ['output -/usr/bin/tool']],
  ['command -v tool gcc none', {}, ['exit -/usr/bin/tool', 'exit -/opt/bin/gcc']],
  ['command -V tool', {}, ['exit -/usr/bin/tool']],
  ['command tool', {}, []],
  ['command', {}, []],
  ['which -a tool', {}, ['exit -/usr/bin/tool']],
  ['type tool && hash gcc', {}, ['exit -/usr/bin/tool', 'exit -/opt/bin/gcc']],
  ['which "$X" a/b tool', {}, ['exit -/usr/bin/tool']],
  ['somewhich tool', {}, []],
])('takes a program away that %j by %j is about', (command, wanted, expected) => {
  expect(worlds(command, wanted)).toEqual(expected);
});

it.each<[string, Told, string[]]>([
  ['test ! -d no', {}, ['exit +/app/no (folder)']],
  ['test ! -L no', {}, ['exit +/app/no (-> /)']],
  ['test ! -h no', {}, ['exit +/app/no (-> /)']],
  ['test ! -x no', {}, ['exit +/app/no (755)']],
  ['test ! -s no', {}, ['exit +/app/no ("x\\n")']],
  ['test ! -f no', {}, ['exit +/app/no']],
  ['! test -e no', {}, ['exit +/app/no']],
  ['test -e no', { exit: 1 }, ['exit +/app/no']],
  ['! test ! -e no', {}, []],
  ['test -e no', {}, []],
  ['! test -e no -o -e a.ts', {}, ['exit +/app/no']],
  ['! which none', {}, ['exit +/usr/bin/none (755)']],
  ['! command -v gcc none other', {}, ['exit +/usr/bin/none (755)', 'exit +/usr/bin/other (755)']],
  ['! ls -l no a.ts', {}, ['exit +/app/no']],
  ['! stat no', {}, ['exit +/app/no']],
  ['ls no', { exit: 2 }, ['exit +/app/no']],
  ["! ls '*.js'", {}, ['exit +/app/*.js']],
  ['! ls *.js', {}, []],
  ['! ls "$X"', {}, []],
  ['! ls "$APP_ENV" no-', {}, ['exit +/app/live', 'exit +/app/no-']],
  ['! rm no', {}, []],
])('puts there what `%s` by %j says is not', (script, wanted, expected) => {
  expect(worlds(script, wanted)).toEqual(expected);
});

it('puts a forbidden program into the first folder of PATH, also where that is the root', () => {
  const on = (path: string) => worldsOn({ config: { env: [`PATH=${path}`] } })('! which gcc');
  expect(on('bin:/:/usr/bin')).toEqual(['exit +/gcc (755)']);
  expect(on('')).toEqual(['exit +/usr/bin/gcc (755)']);
});
