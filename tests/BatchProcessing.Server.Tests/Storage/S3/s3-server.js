'use strict';

// An S3 server for tests: node s3-server.js <folder of s3rver> <data folder> <refuse|allow overwrites>
// It prints the port it listens on. A line "<method> <part> <times> <code>" on standard input makes it answer the next
// requests of the method for keys that contain the part with an error, and print a line for each; it ends with its
// standard input.
const fs = require('fs');
const path = require('path');
const readline = require('readline');

const [modules, directory, overwrites] = process.argv.slice(2);
const S3rver = require(path.join(modules, 'node_modules', 's3rver'));
const S3Error = require(path.join(modules, 'node_modules', 's3rver', 'lib', 'models', 'error'));

const fault = { method: '', part: '', times: 0, code: '' };
const creating = new Set();

// s3rver takes no notice of the condition of a PUT; Amazon's S3 refuses it when the object is there or on its way.
async function createOnce(ctx, next) {
  if (ctx.method !== 'PUT' || ctx.get('If-None-Match') !== '*') return next();
  const key = decodeURIComponent(ctx.path);
  if (creating.has(key) || fs.existsSync(path.join(directory, `${key}._S3rver_object`))) {
    throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
  }
  creating.add(key);
  try {
    await next();
  } finally {
    creating.delete(key);
  }
}

async function fail(ctx, next) {
  if (ctx.method === fault.method && fault.times > 0 && ctx.path.includes(fault.part)) {
    fault.times--;
    console.log(ctx.path);
    throw new S3Error(fault.code, 'As the test asked.');
  }
  return next();
}

const server = new S3rver({
  address: '127.0.0.1', port: 0, silent: true, directory, configureBuckets: [{ name: 'blobs' }],
});
server.use(fail);
if (overwrites === 'refuse') server.use(createOnce);
server.middleware.unshift(...server.middleware.splice(overwrites === 'refuse' ? -2 : -1));

readline.createInterface({ input: process.stdin }).on('line', line => {
  const [method, part, times, code] = line.split(' ');
  Object.assign(fault, { method, part, times: Number(times), code });
  console.log('ready');
}).on('close', () => process.exit());

server.run().then(({ port }) => console.log(port));
