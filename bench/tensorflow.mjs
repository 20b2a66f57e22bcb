// A peer: TensorFlow.js with its WebAssembly backend, one thread, training the autoencoder of the task
// "vae SIDE LATENT COUNT EPOCHS" twice over: as its documentation writes a training, and with gradients by hand. Both do
// what ours does: minibatches of 100 in random order, Adam with step 1e-3, the mean loss of an image (nats) noted.

import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

const HIDDEN = 256;
const BATCH = 100;

/** Weights and biases as PyTorch starts them: uniform on +-1/sqrt(inputs). */
function parameters(pixels, latent) {
  const layer = (inputs, outputs) => {
    const bound = 1 / Math.sqrt(inputs);
    return [
      tf.variable(tf.randomUniform([inputs, outputs], -bound, bound)),
      tf.variable(tf.randomUniform([outputs], -bound, bound)),
    ];
  };
  return [layer(pixels, HIDDEN), layer(HIDDEN, 2 * latent), layer(latent, HIDDEN), layer(HIDDEN, pixels)];
}

/** Reconstruction + KL, mean of an image, by the operations a page would use; gradients are the library's. */
function loss(layers, x, latent) {
  const dense = (input, [weights, bias]) => tf.add(tf.matMul(input, weights), bias);
  const code = dense(tf.relu(dense(x, layers[0])), layers[1]);
  const [mean, logvar] = tf.split(code, 2, 1);
  const noise = tf.randomNormal([x.shape[0], latent]);
  const z = tf.add(mean, tf.mul(tf.exp(tf.mul(logvar, 0.5)), noise));
  const logits = dense(tf.relu(dense(z, layers[2])), layers[3]);
  const cross = tf.losses.sigmoidCrossEntropy(x, logits, undefined, 0, tf.Reduction.SUM);
  const kl = tf.mul(-0.5, tf.sum(tf.sub(tf.sub(tf.add(1, logvar), tf.square(mean)), tf.exp(logvar))));
  return tf.div(tf.add(cross, kl), x.shape[0]);
}

function idiomaticStep(optimizer, layers, x, latent) {
  const value = tf.tidy(() => optimizer.minimize(() => loss(layers, x, latent), true));
  const [result] = value.dataSync();
  value.dispose();
  return result;
}

/** Box and Muller's, straight into a tensor: the library's own normals go through a seeded generator in JavaScript. */
function normals(rows, columns) {
  const values = new Float32Array(rows * columns);
  for (let i = 0; i < values.length; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - Math.random()));
    const angle = 2 * Math.PI * Math.random();
    values[i] = radius * Math.cos(angle);
    values[i + 1] = radius * Math.sin(angle);
  }
  return tf.tensor2d(values, [rows, columns]);
}

// The backend's quick product (XNNPACK) takes no transposed matrices, a loop of its own does: so they are turned before.
const product = (a, b) => tf.matMul(a, b);
const leftTurned = (a, b) => product(tf.transpose(a), b);
const rightTurned = (a, b) => product(a, tf.transpose(b));

/** One step by gradients written out; what they need of the forward pass is kept, everything else is gone at the end. */
function tunedStep(optimizer, layers, x, latent) {
  return tf.tidy(() => {
    const dense = (input, [weights, bias], activation = 'linear') =>
      tf.fused.matMul({ a: input, b: weights, bias, activation });
    const images = x.shape[0];
    const h1 = dense(x, layers[0], 'relu');
    const code = dense(h1, layers[1]);
    const mean = tf.slice(code, [0, 0], [images, latent]);
    const logvar = tf.slice(code, [0, latent], [images, latent]);
    const sd = tf.exp(tf.mul(logvar, 0.5));
    const spread = tf.mul(sd, normals(images, latent));
    const z = tf.add(mean, spread);
    const h2 = dense(z, layers[2], 'relu');
    const logits = dense(h2, layers[3]);

    const variance = tf.square(sd);
    const cross = tf.sum(tf.sub(tf.softplus(logits), tf.mul(logits, x)));
    const kl = tf.mul(0.5, tf.sum(tf.sub(tf.add(variance, tf.square(mean)), tf.add(logvar, 1))));
    const value = (cross.dataSync()[0] + kl.dataSync()[0]) / images;

    const dlogits = tf.div(tf.sub(tf.sigmoid(logits), x), images);
    const dh2 = tf.mul(rightTurned(dlogits, layers[3][0]), tf.step(h2));
    const dz = rightTurned(dh2, layers[2][0]);
    const dmean = tf.add(dz, tf.div(mean, images));
    const dlogvar = tf.add(tf.mul(tf.mul(dz, spread), 0.5), tf.mul(tf.sub(variance, 1), 0.5 / images));
    const dcode = tf.concat([dmean, dlogvar], 1);
    const dh1 = tf.mul(rightTurned(dcode, layers[1][0]), tf.step(h1));
    const gradients = [
      [x, dh1],
      [h1, dcode],
      [z, dh2],
      [h2, dlogits],
    ].map(([input, d]) => [leftTurned(input, d), tf.sum(d, 0)]);
    optimizer.applyGradients(
      Object.fromEntries(
        layers.flatMap((layer, i) => layer.map((variable, j) => [variable.name, gradients[i][j]])),
      ),
    );
    return value;
  });
}

/** images: per side, the floats of all images. Returns the mean loss of an image in the last epoch. */
function train(step, images, line) {
  const [, side, latent, count, epochs] = line.split(' ').map(Number);
  const pixels = side * side;
  const all = images[side];
  const batch = new Float32Array(BATCH * pixels);
  const layers = parameters(pixels, latent);
  const optimizer = tf.train.adam(1e-3);
  let sum = 0;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const order = tf.util.createShuffledIndices(count);
    sum = 0;
    for (let first = 0; first < count; first += BATCH) {
      for (let i = 0; i < BATCH; i += 1) {
        const at = order[first + i] * pixels;
        batch.set(all.subarray(at, at + pixels), i * pixels);
      }
      const x = tf.tensor2d(batch.slice(), [BATCH, pixels]);
      sum += step(optimizer, layers, x, latent);
      x.dispose();
    }
  }
  optimizer.dispose();
  tf.dispose(layers);
  return (sum * BATCH) / count;
}

/** The images of digits.mjs as floats, by their side. */
export const floats = files => ({ 28: Float32Array.from(files['28.levels'], level => level / 15) });

/** paths: where the backend's modules are, a folder's address or one for each name. */
export async function tensorflow(paths, images) {
  setWasmPaths(paths);
  setThreadsCount(1);
  await tf.setBackend('wasm');
  await tf.ready();
  if (tf.getBackend() !== 'wasm' || !(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')))
    throw new Error('TensorFlow.js has no SIMD here');
  const timed = step => line => {
    const start = performance.now();
    const result = train(step, images, line);
    return { ms: performance.now() - start, result: String(result) };
  };
  return { 'TensorFlow.js': timed(idiomaticStep), 'TensorFlow.js tuned': timed(tunedStep) };
}
