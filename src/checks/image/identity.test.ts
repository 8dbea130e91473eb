import { expect, it } from 'vitest';
import { judged } from '../../../test/kit/index.ts';
import { sourceFromExample, withForgedConfig } from '../../sensors/image/index.ts';
import check from './identity.ts';

const identity = {
  reference: 'tmws:2',
  imageId: 'sha256:1',
  manifestDigest: null,
  diffIds: ['sha256:2'],
  anomalies: [],
};
const on = (more: object) => judged(check, { image: { identity: { ...identity, ...more } } });

it('points at every lie, with its path', () => {
  const anomalies = [
    { kind: 'digest', message: 'layer 0 is not what it says', layer: 0, grave: true },
    { kind: 'size', message: 'the blob is longer', path: 'blobs/sha256/2', grave: true },
  ];
  expect(on({ anomalies })).toMatchObject({
    status: 'fail',
    findings: [{ reason: 'digest' }, { reason: 'digest', evidence: [{ path: 'blobs/sha256/2' }] }],
  });
});

it('shows curiosities without failing', () => {
  expect(on({ anomalies: [{ kind: 'duplicate', message: '/a twice', grave: false }] })).toMatchObject({
    status: 'pass',
    evidence: [{}, {}, { what: 'curious: duplicate' }],
  });
});

it('shows the digest that a registry knows the image by', () => {
  expect(on({ manifestDigest: 'sha256:3' })).toMatchObject({
    evidence: [{ value: 'sha256:1' }, { what: 'manifest', value: 'sha256:3' }, { value: 1 }],
  });
});

it('sees a config whose bytes were changed under their digest', () => {
  expect(judged(check, { image: withForgedConfig(sourceFromExample(check.example.image ?? {})) })).toMatchObject({
    findings: [{ reason: 'digest' }],
  });
});

it('does not apply where there is no layer', () => {
  expect(on({ diffIds: [] }).status).toBe('inapplicable');
});
