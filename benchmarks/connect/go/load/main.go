// Command load calls a server of the comparison for a while and prints what it saw as one line of JSON.
//
// It writes and reads frames itself, with the header blocks of a common client, so that one processor of it is enough for
// one of any server. What it sends does not depend on the server.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A load says what is called, and how.
type load struct {
	address     string
	protocol    string // grpc, connect
	http1       bool
	path        string
	request     []byte // one message, without envelope
	answerBytes int    // the bytes of messages that an answer must have, envelopes included
	pingPong    bool
}

// A tally is one connection's.
type tally struct {
	calls     int
	bytes     int // of answers
	latencies []int64
}

var (
	measuring atomic.Bool // from here on it counts
	stopping  atomic.Bool
)

func (t *tally) received(n int) {
	if measuring.Load() && !stopping.Load() {
		t.bytes += n
	}
}

func (t *tally) add(begun time.Time) {
	if measuring.Load() && !stopping.Load() {
		t.calls++
		t.latencies = append(t.latencies, int64(time.Since(begun)))
	}
}

func main() {
	address := flag.String("address", "127.0.0.1:8080", "the server's")
	protocol := flag.String("protocol", "grpc", "grpc, connect or connect-h1")
	what := flag.String("case", "unary-100", "unary-100, unary-16k, stream or ping-pong")
	connections := flag.Int("connections", 8, "at a time")
	streams := flag.Int("streams", 16, "at a time on each; with HTTP/1.1 as many more connections")
	seconds := flag.Float64("seconds", 1, "how long")
	flag.Parse()

	l, per := prepare(*address, *protocol, *what)
	if l.http1 {
		*connections *= *streams
	}
	tallies := make([]tally, *connections)
	var group sync.WaitGroup
	for i := range tallies {
		group.Go(func() {
			if l.http1 {
				l.runHTTP1(&tallies[i])
			} else {
				l.runHTTP2(&tallies[i], *streams)
			}
		})
	}
	measuring.Store(true)
	begun := time.Now()
	time.Sleep(time.Duration(*seconds * float64(time.Second)))
	stopping.Store(true)
	took := time.Since(begun)

	// A connection that waits for an answer has until the next one; a server that gives none is not waited for.
	done := make(chan struct{})
	go func() { group.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		fail("the server stopped answering")
	}
	var all tally
	for _, t := range tallies {
		all.calls += t.calls
		all.bytes += t.bytes
		all.latencies = append(all.latencies, t.latencies...)
	}
	if all.bytes == 0 {
		fail("no call was answered")
	}
	slices.Sort(all.latencies)
	millis := func(share float64) float64 {
		if all.calls == 0 {
			return 0
		}
		return float64(all.latencies[int(share*float64(len(all.latencies)-1))]) / 1e6
	}
	count := all.calls
	if per > 1 {
		// By their bytes, as few of such calls begin and end in the time.
		count = all.bytes / (l.answerBytes / per)
	}
	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"count": count, "seconds": took.Seconds(), "p50_ms": millis(.5), "p99_ms": millis(.99),
	})
}

// prepare gives the load of a case, and how many messages an answer of it has.
func prepare(address, protocol, what string) (*load, int) {
	l := &load{address: address, protocol: strings.TrimSuffix(protocol, "-h1"), http1: strings.HasSuffix(protocol, "-h1")}
	const streamed, small = 1000, 100
	l.path = "/maneki.bench.v1.BenchService/"
	switch what {
	case "unary-100", "unary-16k", "ping-pong":
		size := small
		l.path += "Echo"
		if what == "unary-16k" {
			size = 16 * 1024
		}
		if what == "ping-pong" {
			l.path = strings.Replace(l.path, "Echo", "PingPong", 1)
			l.pingPong = true
		}
		l.request = chunk(size)
		l.answerBytes = len(l.request)
		if l.enveloped() {
			l.answerBytes += 5
		}
		return l, 1
	case "stream":
		l.path += "Stream"
		l.request = append(appendVarint([]byte{1 << 3}, streamed), append([]byte{2 << 3}, small)...)
		l.answerBytes = streamed * (5 + len(chunk(small)))
		return l, streamed
	}
	fail("no such case: " + what)
	return nil, 0
}

func (l *load) enveloped() bool {
	return l.protocol == "grpc" || !strings.HasSuffix(l.path, "/Echo")
}

func (l *load) contentType() string {
	switch {
	case l.protocol == "grpc":
		return "application/grpc"
	case l.enveloped():
		return "application/connect+proto"
	default:
		return "application/proto"
	}
}

// body is the request's, with its envelope if it has one.
func (l *load) body() []byte {
	if !l.enveloped() {
		return l.request
	}
	n := len(l.request)
	return append([]byte{0, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}, l.request...)
}

// chunk is a Chunk with a body of that many bytes.
func chunk(size int) []byte {
	return append(appendVarint([]byte{1<<3 | 2}, size), make([]byte, size)...)
}

func appendVarint(b []byte, n int) []byte {
	for n > 127 {
		b = append(b, byte(n)|128)
		n >>= 7
	}
	return append(b, byte(n))
}

func fail(what string) {
	fmt.Fprintln(os.Stderr, "load:", what)
	os.Exit(1)
}
