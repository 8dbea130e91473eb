import { expect, it } from 'vitest';
import { fileAt, worldsOn } from '../../../../test/kit/falsehoods.ts';

const SITE = '/usr/lib/python3.11/site-packages';
const PATHS = [
  '/app/a.ts',
  '/app/mod.cjs',
  '/app/mod.json',
  '/app/rel/x',
  '/app/pkg/__init__.py',
  '/app/Py-Yaml_2-6.0.dist-info/METADATA',
  '/app/yaml-6.0.egg-info/PKG-INFO',
  '/app/file-1.dist-info',
  '/py/lib.py',
  '/py2/lib.pyc',
  '/stray.py',
  '/data/deep/stray.py',
  '/usr/lib/python3.11/both.py',
  '/opt/dist-packages/both.py',
  '/opt/site-packages',
  `${SITE}/fast.so`,
  `${SITE}/fast.abi3.so`,
  `${SITE}/faster.so`,
  `${SITE}/fast.txt`,
  `${SITE}/fast.d/inner.so`,
  '/stray/index.js',
  ...['/nodes/', '/app/node_modules/', '/node_modules/'].map((folder) => `${folder}express/index.js`),
  '/app/node_modules/@s/p/x.js',
  '/app/node_modules/@s/q/x.js',
];
const worlds = worldsOn({
  config: { workingDir: '/app', env: ['PATH=/usr/bin', 'PYTHONPATH=:/py:/py2', 'NODE_PATH=:/nodes', 'PORT=80'] },
  layers: [PATHS.map((path) => fileAt(path))],
});

const LIB = 'exit -/py/lib.py -/py2/lib.pyc';
const PKG = 'exit -/app/pkg';

it.each<[string, string[]]>([
  ['import lib', [LIB]],
  ['import pkg.none, pkg', [PKG]],
  ['import pkg,', [PKG]],
  ['if 1: import pkg as p, lib as l', [PKG, LIB]],
  ['from  pkg import x; from .rel import y', [PKG]],
  ['import importlib; importlib.import_module("pkg"); __import__(\'lib\')', [PKG, LIB]],
  ['importlib.util.find_spec( "pkg" )', [PKG]],
  ['important pkg', []],
  ['import stray', []],
  ['import both', ['exit -/opt/dist-packages/both.py -/usr/lib/python3.11/both.py']],
  ['import fast', [`exit -${SITE}/fast.abi3.so -${SITE}/fast.so`]],
  ['import pkg; open("/app/a.ts"); open("/none")', [PKG, 'exit -/app/a.ts']],
  [`${' '.repeat(19_900)};import pkg`, [PKG]],
  [`${' '.repeat(20_000)};import pkg`, []],
  [`${' '.repeat(20_000)};os.environ["PORT"]`, []],
])('takes away what Python would load by `%s`', (code, expected) => {
  expect(worlds(['python', '-c', code])).toEqual(expected);
});

const EXPRESS = 'exit -/nodes/express -/app/node_modules/express -/node_modules/express';

it.each<[string, string[]]>([
  ["require('express')", [EXPRESS]],
  ['require(`express`)', [EXPRESS]],
  ["require.resolve('express/x/y')", [EXPRESS]],
  ["import x from 'express'; import 'express'", [EXPRESS]],
  ["require('@s/p/x'); import('@s/q')", ['exit -/app/node_modules/@s/p', 'exit -/app/node_modules/@s/q']],
  ["require('./mod')", ['exit -/app/mod.cjs']],
  ["require('../app/a.ts')", ['exit -/app/a.ts']],
  ["require('stray')", []],
  ["require('node:fs')", []],
  ['require(name)', []],
])('takes away what Node would load by `%s`', (code, expected) => {
  expect(worlds(['node', '-e', code])).toEqual(expected);
});

it.each<[string[], string[]]>([
  [['python', '-Bc', 'import pkg'], [PKG]],
  [['pypy3', '-c', 'import pkg'], [PKG]],
  [['python3.11', '-m', 'lib'], [LIB]],
  [
    ['python', '-m', 'lib', '-c', 'import pkg'],
    [PKG, LIB],
  ],
  [['python', 'import lib', '-m', 'none'], []],
  [['python', '-m'], []],
  [['python', '-c'], []],
  [['python', 'a.ts', '-c'], ['exit -/app/a.ts']],
  [['pythonic', '-c', 'import pkg'], []],
  [['bun', '-e', 'require(`express`)'], [EXPRESS]],
  [['deno', 'eval', 'require(`express`)'], [EXPRESS]],
  [['nodejs', '--eval', 'require(`express`)'], [EXPRESS]],
  [['node', '-pe', 'require(`express`)'], [EXPRESS]],
  [['node', '-m', 'lib'], []],
  [['npm', 'ls', '--all', 'express'], [EXPRESS]],
  [['npm', 'explain', 'express-'], []],
  [['npm', 'run', 'express'], []],
  [['npm', 'ls'], []],
  [['npm'], []],
  [['yarn', 'ls', 'express'], []],
  [['pip', 'show', 'py.yaml-2'], ['exit -/app/Py-Yaml_2-6.0.dist-info']],
  [['pip3.11', 'show', 'yaml', 'none'], ['exit -/app/yaml-6.0.egg-info']],
  [['pip', 'install', 'yaml'], []],
  [['pip', 'show', 'file', ''], []],
  [['pipx', 'show', 'yaml'], []],
  [['npm', 'show', 'yaml'], []],
])('knows by %j where code is given, and which module or package is asked for', (argv, expected) => {
  expect(worlds(argv)).toEqual(expected);
});

it('knows nothing of code that only a run could tell', () => {
  expect(worlds('node -e "$X"; python -c "import $X"')).toEqual([]);
});

it('looks for packages from where it stands', () => {
  expect(worlds('cd pkg; node -e "require(\'express\')"')).toEqual([PKG, EXPRESS]);
});
