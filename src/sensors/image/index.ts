export { type AnalyseOptions, analyseLayer } from './analyse-layer.ts';
export { HashWorkers } from './hash-workers.ts';
export { type ImageParts, type ImageSource, imageFactsOf, prepareImage, type SourceLayer } from './image-source.ts';
export { LAYER_FACTS_VERSION, type LayerFacts, packLayer, unpackLayer } from './layer-facts.ts';
export {
  imageFromExample,
  layerOf,
  plantLayers,
  sourceFromExample,
  withConfig,
  withForgedConfig,
  withLayers,
} from './mutants.ts';
export { createImageSensor, type ImageSensorOptions, imageSensor, readArchivedImage, readImage } from './sensor.ts';
