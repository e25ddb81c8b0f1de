package queue

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// ErrClosed is returned once a queue takes no more jobs.
var ErrClosed = errors.New("queue: closed")

type Job struct {
	ID      int
	Payload []byte
	Created time.Time
}

// Queue hands jobs to a fixed number of workers.
type Queue struct {
	mu      sync.Mutex
	jobs    chan Job
	closed  bool
	handler func(context.Context, Job) error
}

func New(size int, handler func(context.Context, Job) error) *Queue {
	return &Queue{jobs: make(chan Job, size), handler: handler}
}

func (q *Queue) Push(job Job) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return ErrClosed
	}
	select {
	case q.jobs <- job:
		return nil
	default:
		return fmt.Errorf("queue: full, job %d refused", job.ID)
	}
}

func (q *Queue) Run(ctx context.Context, workers int) error {
	var wg sync.WaitGroup
	failures := make(chan error, workers)
	for i := 0; i < workers; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for job := range q.jobs {
				if err := q.handler(ctx, job); err != nil {
					failures <- fmt.Errorf("job %d: %w", job.ID, err)
					return
				}
			}
		}()
	}
	wg.Wait()
	close(failures)
	return <-failures
}
