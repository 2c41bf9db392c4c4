// What an insert function finds beside JavaScript itself. Runs once in every new engine, before the function's own source; `host` is not seen by that.
(function (host) {
  'use strict';

  function define(target, name, value) {
    Object.defineProperty(target, name, { value, writable: true, enumerable: false, configurable: true });
  }

  // A built-in of the same name and behaviour that asks first.
  function guard(target, name, check) {
    const original = target[name];
    define(target, name, { [name](...args) { check(this, args); return original.apply(this, args); } }[name]);
  }

  function unavailable(name, remedy) {
    define(globalThis, name, { [name]() { throw new Error(`${name} is not available in insert functions: ${remedy}`); } }[name]);
  }

  // --- what the runtime has beyond Node.js 20, and what can keep it busy where no limit looks
  for (const name of ['map', 'filter', 'take', 'drop', 'flatMap', 'reduce', 'toArray', 'forEach', 'some', 'every', 'find']) {
    delete Iterator.prototype[name];
  }
  for (const name of ['union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom']) {
    delete Set.prototype[name];
  }
  for (const name of ['Iterator', 'AsyncIterator', 'Atomics', 'SharedArrayBuffer', 'ShadowRealm', 'BigInt', 'BigInt64Array', 'BigUint64Array',
    'FinalizationRegistry', 'WeakRef', 'Temporal', 'eval']) {
    delete globalThis[name];
  }
  delete DataView.prototype.getBigInt64;
  delete DataView.prototype.getBigUint64;

  const text = String.prototype;
  const length = value => String(value).length;
  guard(text, 'repeat', (self, [count]) => host.text(length(self) * count));
  guard(text, 'concat', (self, parts) => host.text(parts.reduce((sum, part) => sum + length(part), length(self))));
  guard(text, 'padStart', (self, [to]) => host.text(to));
  guard(text, 'padEnd', (self, [to]) => host.text(to));
  const replaced = (self, [, by]) => {
    if (typeof by === 'string') {
      host.text((length(self) + 1) * by.length * (by.includes('$`') || by.includes("$'") ? length(self) + 1 : 1) / 16);
    }
  };
  guard(text, 'replace', replaced);
  guard(text, 'replaceAll', replaced);

  // Every ${value} of a template literal comes through here (GuardedSource); nothing can be put in its place.
  Object.defineProperty(globalThis, '__text', { value: value => host.template(value), writable: false, enumerable: false, configurable: false });
  define(String, 'raw', function raw(strings, ...values) {
    const parts = strings.raw;
    const count = Math.trunc(Number(parts.length)) || 0;
    let result = '';
    for (let i = 0; i < count; i++) {
      result += String(parts[i]);
      if (i + 1 < count && i < values.length) { result += String(values[i]); }
    }
    return result;
  });

  const list = Array.prototype;
  guard(list, 'fill', self => host.list(self.length));
  guard(list, 'join', (self, [separator]) => host.join(self, separator === undefined ? 1 : length(separator)));
  guard(list, 'toLocaleString', () => host.tick());
  guard(JSON, 'parse', () => host.tick());
  define(list, 'flat', function flat(depth = 1) {
    const result = [];
    const walk = (items, levels) => {
      for (let i = 0; i < items.length; i++) {
        if (i in items) {
          if (levels > 0 && Array.isArray(items[i])) { walk(items[i], levels - 1); } else { result.push(items[i]); }
        }
      }
    };
    walk(this, Math.trunc(Number(depth)) || 0);
    return result;
  });

  const stringify = JSON.stringify;
  define(JSON, 'stringify', function (value, replacer, space) {
    const chosen = Array.isArray(replacer) ? new Set(replacer.map(String)) : null;
    return stringify(value, function (key, member) {
      host.member(member);
      if (typeof replacer === 'function') { return replacer.call(this, key, member); }
      return chosen && key !== '' && !Array.isArray(this) && !chosen.has(key) ? undefined : member;
    }, space);
  });

  for (const name of ['all', 'allSettled', 'any', 'race']) {
    const original = Promise[name];
    define(Promise, name, { [name](items) { return original.call(this, [...items]); } }[name]);
  }

  // --- what Segment's functions have
  for (const name of ['EventNotSupported', 'InvalidEventPayload', 'ValidationError', 'DropEvent', 'RetryError']) {
    const type = { [name]: class extends Error { constructor(message) { super(message); } } }[name];
    define(type.prototype, 'name', name);
    define(globalThis, name, type);
  }

  const console = {};
  for (const level of ['log', 'info', 'debug', 'warn', 'error', 'trace']) {
    const shown = value => typeof value === 'string' ? value : value instanceof Error ? `${value}` : JSON.stringify(value) ?? String(value);
    define(console, level, { [level](...args) { host.log(args.map(shown).join(' ')); } }[level]);
  }
  define(globalThis, 'console', console);

  for (const name of ['fetch', 'XMLHttpRequest', 'WebSocket']) {
    unavailable(name, 'they have no network; put what they need into the event, the settings or the mapping');
  }
  for (const name of ['setTimeout', 'setInterval', 'setImmediate']) {
    unavailable(name, 'they have no timers; throw a RetryError to be called again later');
  }
  unavailable('require', 'they are one source without modules; crypto, Buffer, URL and URLSearchParams are globals');

  define(globalThis, 'global', globalThis);
  define(globalThis, 'queueMicrotask', function queueMicrotask(task) { Promise.resolve().then(task); });
  define(globalThis, 'btoa', function btoa(value) { return host.toText(host.toBytes(String(value), 'btoa'), 'base64'); });
  define(globalThis, 'atob', function atob(value) { return host.toText(host.toBytes(String(value), 'atob'), 'latin1'); });
  define(globalThis, 'TextEncoder', class TextEncoder {
    get encoding() { return 'utf-8'; }
    encode(value = '') { return host.toBytes(String(value), 'utf8'); }
  });
  define(globalThis, 'TextDecoder', class TextDecoder {
    get encoding() { return 'utf-8'; }
    decode(bytes) { return bytes === undefined ? '' : host.toText(bytes, 'utf8'); }
  });

  class Buffer extends Uint8Array {
    static from(value, encoding) {
      const bytes = typeof value === 'string' ? host.toBytes(value, encoding ?? 'utf8') : Uint8Array.from(value);
      const buffer = new Buffer(bytes.length);
      buffer.set(bytes);
      return buffer;
    }
    static alloc(size) { return new Buffer(size); }
    static isBuffer(value) { return value instanceof Buffer; }
    static byteLength(value, encoding) { return typeof value === 'string' ? host.toBytes(value, encoding ?? 'utf8').length : value.byteLength; }
    static concat(parts) { return Buffer.from(parts.flatMap(part => [...part])); }
    toString(encoding = 'utf8') { return host.toText(this, encoding); }
    toJSON() { return { type: 'Buffer', data: [...this] }; }
  }
  define(globalThis, 'Buffer', Buffer);

  class Digest {
    #algorithm; #key; #parts = [];
    constructor(algorithm, key) {
      host.digest(algorithm, null, [host.toBytes('', 'utf8')]);
      this.#algorithm = algorithm;
      this.#key = key;
    }
    update(data, encoding = 'utf8') {
      this.#parts.push(typeof data === 'string' ? host.toBytes(data, encoding) : data);
      return this;
    }
    digest(encoding) {
      const bytes = host.digest(this.#algorithm, this.#key, this.#parts);
      return encoding === undefined || encoding === 'buffer' ? Buffer.from(bytes) : host.toText(bytes, encoding);
    }
  }
  const crypto = {};
  define(crypto, 'createHash', function createHash(algorithm) { return new Digest(algorithm, null); });
  define(crypto, 'createHmac', function createHmac(algorithm, key) {
    return new Digest(algorithm, typeof key === 'string' ? host.toBytes(key, 'utf8') : Uint8Array.from(key));
  });
  define(crypto, 'timingSafeEqual', function timingSafeEqual(a, b) {
    if (a.length !== b.length) { throw new RangeError('Input buffers must have the same byte length'); }
    let differs = 0;
    for (let i = 0; i < a.length; i++) { differs |= a[i] ^ b[i]; }
    return differs === 0;
  });
  define(globalThis, 'crypto', crypto);

  // --- URLs, as browsers and Node.js have them
  const pairsOf = query => query.replace(/^\?/, '').split('&').filter(part => part !== '').map(part => {
    const at = part.indexOf('=');
    return (at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)]).map(word => host.fromForm(word));
  });

  class URLSearchParams {
    #pairs; #changed;
    constructor(init = '', changed = undefined) {
      this.#changed = typeof changed === 'function' ? changed : () => { };
      this.#pairs = typeof init === 'string' ? pairsOf(init)
        : typeof init?.[Symbol.iterator] === 'function' ? [...init].map(([name, value]) => [String(name), String(value)])
        : Object.entries(init ?? {}).map(([name, value]) => [name, String(value)]);
    }
    get size() { return this.#pairs.length; }
    get(name) { return this.#pairs.find(pair => pair[0] === String(name))?.[1] ?? null; }
    getAll(name) { return this.#pairs.filter(pair => pair[0] === String(name)).map(pair => pair[1]); }
    has(name) { return this.#pairs.some(pair => pair[0] === String(name)); }
    append(name, value) { this.#pairs.push([String(name), String(value)]); this.#changed(); }
    delete(name) { this.#pairs = this.#pairs.filter(pair => pair[0] !== String(name)); this.#changed(); }
    set(name, value) {
      const first = this.#pairs.find(pair => pair[0] === String(name));
      if (first === undefined) { this.append(name, value); return; }
      first[1] = String(value);
      this.#pairs = this.#pairs.filter(pair => pair === first || pair[0] !== first[0]);
      this.#changed();
    }
    sort() { this.#pairs.sort((a, b) => a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0); this.#changed(); }
    forEach(callback, self) { for (const [name, value] of this.#pairs) { callback.call(self, value, name, this); } }
    entries() { return this.#pairs.map(pair => [...pair])[Symbol.iterator](); }
    keys() { return this.#pairs.map(pair => pair[0])[Symbol.iterator](); }
    values() { return this.#pairs.map(pair => pair[1])[Symbol.iterator](); }
    [Symbol.iterator]() { return this.entries(); }
    toString() { return this.#pairs.map(([name, value]) => `${host.toForm(name)}=${host.toForm(value)}`).join('&'); }
  }
  define(globalThis, 'URLSearchParams', URLSearchParams);

  class URL {
    #parts; #query;
    constructor(url, base) {
      this.#parts = host.url(String(url), base === undefined ? undefined : String(base));
      if (this.#parts === undefined) { throw new TypeError('Invalid URL'); }
      this.#follow();
    }
    #follow() {
      const query = new URLSearchParams(this.#parts.search, () => { this.#parts.search = query.size === 0 ? '' : `?${query}`; });
      this.#query = query;
    }
    static canParse(url, base) { return host.url(String(url), base === undefined ? undefined : String(base)) !== undefined; }
    #set(name, value) { this.#parts[name] = value; this.href = this.href; }
    get protocol() { return this.#parts.protocol; }
    set protocol(value) { this.#set('protocol', `${value}`.replace(/:?$/, ':')); }
    get username() { return this.#parts.username; }
    set username(value) { this.#set('username', encodeURIComponent(value)); }
    get password() { return this.#parts.password; }
    set password(value) { this.#set('password', encodeURIComponent(value)); }
    get hostname() { return this.#parts.hostname; }
    set hostname(value) { this.#set('hostname', `${value}`); }
    get port() { return this.#parts.port; }
    set port(value) { this.#set('port', `${value}`); }
    get host() { return this.hostname + (this.port === '' ? '' : `:${this.port}`); }
    set host(value) { const [name, port = ''] = `${value}`.split(':'); this.#parts.port = port; this.#set('hostname', name); }
    get origin() { return `${this.protocol}//${this.host}`; }
    get pathname() { return this.#parts.pathname; }
    set pathname(value) { this.#set('pathname', `${value}`.replace(/^\/?/, '/')); }
    get search() { return this.#parts.search; }
    set search(value) { this.#set('search', `${value}` === '' ? '' : `${value}`.replace(/^\??/, '?')); }
    get hash() { return this.#parts.hash; }
    set hash(value) { this.#set('hash', `${value}` === '' ? '' : `${value}`.replace(/^#?/, '#')); }
    get searchParams() { return this.#query; }
    get href() {
      const user = this.username === '' && this.password === '' ? '' : `${this.username}${this.password === '' ? '' : `:${this.password}`}@`;
      return `${this.protocol}//${user}${this.host}${this.pathname}${this.search}${this.hash}`;
    }
    set href(value) {
      this.#parts = new URL(value).#parts;
      this.#follow();
    }
    toString() { return this.href; }
    toJSON() { return this.href; }
  }
  define(globalThis, 'URL', URL);
})
