'use strict';

const { EventEmitter } = require('events');
const path = require('path');

const DEFAULT_TIMEOUT = 5000;

/** Turns `/users/:id` into a pattern and the names of its parameters. */
function compile(route) {
  const names = [];
  const source = route
    .split('/')
    .map((part) => {
      if (part.startsWith(':')) {
        names.push(part.slice(1));
        return '([^/]+)';
      }
      return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('/');
  return { pattern: new RegExp(`^${source}$`), names };
}

class Router extends EventEmitter {
  constructor(options = {}) {
    super();
    this.routes = [];
    this.timeout = options.timeout || DEFAULT_TIMEOUT;
  }

  on(method, route, handler) {
    if (typeof handler !== 'function') {
      return super.on(method, route);
    }
    this.routes.push({ method, handler, ...compile(route) });
    return this;
  }

  match(method, url) {
    for (const route of this.routes) {
      const found = route.method === method && route.pattern.exec(url);
      if (!found) continue;
      const params = {};
      route.names.forEach((name, index) => {
        params[name] = decodeURIComponent(found[index + 1]);
      });
      return { handler: route.handler, params };
    }
    return null;
  }

  async handle(request, response) {
    const hit = this.match(request.method, path.posix.normalize(request.url));
    if (hit === null) {
      response.statusCode = 404;
      return response.end(`no route for ${request.url}`);
    }
    try {
      const body = await hit.handler({ ...request, params: hit.params });
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(body));
    } catch (error) {
      this.emit('error', error);
      response.statusCode = 500;
      response.end();
    }
  }
}

module.exports = { Router, compile };
