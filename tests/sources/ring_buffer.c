#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ring_buffer.h"

struct ring_buffer {
	uint8_t *data;
	size_t capacity;
	size_t head;
	size_t used;
};

struct ring_buffer *ring_buffer_new(size_t capacity)
{
	struct ring_buffer *ring = calloc(1, sizeof(*ring));

	if (ring == NULL)
		return NULL;
	ring->data = malloc(capacity);
	if (ring->data == NULL) {
		free(ring);
		return NULL;
	}
	ring->capacity = capacity;
	return ring;
}

void ring_buffer_free(struct ring_buffer *ring)
{
	if (ring != NULL)
		free(ring->data);
	free(ring);
}

static size_t min_size(size_t a, size_t b)
{
	return a < b ? a : b;
}

int ring_buffer_write(struct ring_buffer *ring, const void *source, size_t length)
{
	const uint8_t *bytes = source;
	size_t tail = (ring->head + ring->used) % ring->capacity;
	size_t first = min_size(length, ring->capacity - tail);

	if (length > ring->capacity - ring->used)
		return -ENOSPC;
	memcpy(ring->data + tail, bytes, first);
	memcpy(ring->data, bytes + first, length - first);
	ring->used += length;
	return 0;
}

size_t ring_buffer_read(struct ring_buffer *ring, void *target, size_t length)
{
	size_t count = min_size(length, ring->used);
	size_t first = min_size(count, ring->capacity - ring->head);

	memcpy(target, ring->data + ring->head, first);
	memcpy((uint8_t *)target + first, ring->data, count - first);
	ring->head = (ring->head + count) % ring->capacity;
	ring->used -= count;
	return count;
}
