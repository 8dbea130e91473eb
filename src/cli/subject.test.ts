import { expect, it } from 'vitest';
import type { Subject } from '../domain/index.ts';
import { memoryFiles } from '../../test/kit/index.ts';
import { subjectOf } from './subject.ts';

const host = memoryFiles('/w', {
  'app/Dockerfile': 'FROM a\n',
  'image.tar': 'x',
  'layout:odd/index.json': '{}',
  'oci/index.json': '{}',
});
const files = { stat: (path: string) => host.stat(host.resolve('/w', path)) };

it.each<[string, Subject]>([
  ['app', { kind: 'folder', path: 'app' }],
  ['app/', { kind: 'folder', path: 'app' }],
  ['.', { kind: 'folder', path: '.' }],
  ['nginx:1.27', { kind: 'engine-image', reference: 'nginx:1.27' }],
  ['docker:app', { kind: 'engine-image', reference: 'app' }],
  ['podman:app:1', { kind: 'engine-image', reference: 'app:1' }],
  ['docker-archive:image.tar', { kind: 'docker-archive', path: 'image.tar' }],
  ['oci-archive:image.tar', { kind: 'oci-archive', path: 'image.tar' }],
  ['oci:oci', { kind: 'oci-layout', path: 'oci', tag: null }],
  ['oci:oci:1.0', { kind: 'oci-layout', path: 'oci', tag: '1.0' }],
  ['oci:layout:odd', { kind: 'oci-layout', path: 'layout:odd', tag: null }],
])('takes %s as it is meant', (word, subject) => {
  expect(subjectOf(word, files)).toEqual(subject);
});

it.each([
  ['docker:', 'usage'],
  ['image.tar', 'usage'],
  ['registry:app', 'usage'],
  ['./nowhere', 'target-not-found'],
  ['/nowhere', 'target-not-found'],
  ['nowhere/', 'target-not-found'],
  ['docker-archive:nowhere.tar', 'target-not-found'],
  ['oci:nowhere', 'target-not-found'],
])('refuses %s, and says what to write', (word, code) => {
  expect(() => subjectOf(word, files)).toThrow(
    expect.objectContaining({ code, remedy: expect.stringMatching(/.{10}/) }),
  );
});
