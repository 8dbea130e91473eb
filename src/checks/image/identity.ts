import { defineCheck, finding, inapplicable, passUnless, seen } from '../kit.ts';

export default defineCheck({
  id: 'image/identity',
  version: 1,
  title: 'Every digest of the image is that of its bytes',
  why: 'A verdict is about the bytes that were read; where digests or sizes lie, what is deployed may be something else.',
  remedy: 'Build or pull the image again; do not use an archive that was edited or cut short.',
  references: [
    'https://github.com/opencontainers/image-spec/blob/main/descriptor.md',
    'https://github.com/opencontainers/image-spec/blob/main/layer.md',
  ],
  reads: ['image.identity'],
  reasons: ['digest'],
  example: { image: { layers: [[{ path: '/app/server', type: 'file', text: 'x', mode: 0o755 }]] } },
  mutants: [
    { level: 'K', title: 'a byte of the config flipped under its old digest', reason: 'digest', edit: 'flip-a-byte' },
  ],

  judge: ({ image: { identity } }) => {
    const { anomalies, diffIds, imageId, manifestDigest, reference } = identity;
    const identityOf = [
      seen.value('image id', imageId),
      ...(manifestDigest ? [seen.value('manifest', manifestDigest)] : []),
      seen.measure('layer digests recomputed', diffIds.length, 'count'),
      ...anomalies.map((it) => seen.value(`curious: ${it.kind}`, it.message)),
    ];
    const lies = anomalies.filter(({ grave }) => grave);
    if (lies.length === 0 && diffIds.length === 0) return inapplicable('the image has no layers');
    return passUnless(
      lies.map((it) =>
        finding(
          'digest',
          it.message,
          it.path === undefined ? seen.value('image', reference) : seen.path(it.path, it.message),
        ),
      ),
      identityOf,
    );
  },
});
