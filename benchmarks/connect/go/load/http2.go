package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"time"

	"golang.org/x/net/http2/hpack"
)

// What of RFC 9113 is needed here.
const (
	frameData         = 0
	frameHeaders      = 1
	frameReset        = 3
	frameSettings     = 4
	framePing         = 6
	frameGoAway       = 7
	frameWindowUpdate = 8

	flagAck        = 1
	flagEndStream  = 1
	flagEndHeaders = 4
	flagPadded     = 8

	settingInitialWindow = 4
	maxFrame             = 16384
	window               = 1<<31 - 1
	decodedBlocks        = 100
)

// http2 is one connection. Only its goroutine uses it.
type http2 struct {
	l        *load
	t        *tally
	in       *bufio.Reader
	out      *bufio.Writer
	encoder  *hpack.Encoder
	block    bytes.Buffer
	decoder  *hpack.Decoder
	decoded  int
	body     []byte
	streams  map[uint32]*stream
	nextID   uint32
	initial  int // the server's window for a stream
	window   int // its window for the connection, what is left of it
	waiting  []*stream
	received int // since the last WINDOW_UPDATE for the connection
}

type stream struct {
	id     uint32
	begun  time.Time
	unsent []byte
	end    bool // the request ends with what is unsent
	window int
	got    int
	queued bool
}

// runHTTP2 keeps some streams of one connection busy.
func (l *load) runHTTP2(t *tally, streams int) {
	conn, err := net.Dial("tcp", l.address)
	if err != nil {
		fail(err.Error())
	}
	defer conn.Close()
	c := &http2{l: l, t: t, in: bufio.NewReaderSize(conn, 256*1024), out: bufio.NewWriterSize(conn, 256*1024),
		body: l.body(), streams: map[uint32]*stream{}, nextID: 1, initial: 65535, window: 65535}
	c.encoder = hpack.NewEncoder(&c.block)
	c.decoder = hpack.NewDecoder(4096, check)
	c.out.WriteString("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
	c.frame(frameSettings, 0, 0, []byte{0, 2, 0, 0, 0, 0, 0, settingInitialWindow, 0x7f, 0xff, 0xff, 0xff})
	c.frame(frameWindowUpdate, 0, 0, binary.BigEndian.AppendUint32(nil, window-65535))
	c.out.Flush()
	// The server's first SETTINGS say how much a stream may send.
	c.readFrame()
	for range streams {
		c.start()
	}
	for !stopping.Load() {
		if c.in.Buffered() == 0 {
			if err := c.out.Flush(); err != nil {
				fail(err.Error())
			}
		}
		c.readFrame()
	}
}

func check(field hpack.HeaderField) {
	if field.Name == ":status" && field.Value != "200" || field.Name == "grpc-status" && field.Value != "0" {
		fail(fmt.Sprintf("the server answered %s: %s", field.Name, field.Value))
	}
}

// start opens a stream and sends the request, or its first message.
func (c *http2) start() {
	s := &stream{id: c.nextID, begun: time.Now(), unsent: c.body, end: !c.l.pingPong, window: c.initial}
	c.nextID += 2
	c.streams[s.id] = s
	c.block.Reset()
	field := func(name, value string) { c.encoder.WriteField(hpack.HeaderField{Name: name, Value: value}) }
	field(":method", "POST")
	field(":scheme", "http")
	field(":path", c.l.path)
	field(":authority", c.l.address)
	field("content-type", c.l.contentType())
	field("user-agent", "load/1")
	if c.l.protocol == "grpc" {
		field("te", "trailers")
	} else {
		field("connect-protocol-version", "1")
	}
	c.frame(frameHeaders, flagEndHeaders, s.id, c.block.Bytes())
	c.send(s)
}

// send sends what the windows allow; the rest follows when they open.
func (c *http2) send(s *stream) {
	for len(s.unsent) > 0 {
		n := min(len(s.unsent), maxFrame, s.window, c.window)
		if n <= 0 {
			if !s.queued {
				s.queued = true
				c.waiting = append(c.waiting, s)
			}
			return
		}
		var flags byte
		if n == len(s.unsent) && s.end {
			flags = flagEndStream
		}
		c.frame(frameData, flags, s.id, s.unsent[:n])
		s.unsent = s.unsent[n:]
		s.window -= n
		c.window -= n
	}
}

func (c *http2) sendWaiting() {
	waiting := c.waiting
	c.waiting = nil
	for _, s := range waiting {
		s.queued = false
		c.send(s)
	}
}

func (c *http2) frame(kind, flags byte, id uint32, payload []byte) {
	n := len(payload)
	head := [9]byte{byte(n >> 16), byte(n >> 8), byte(n), kind, flags}
	binary.BigEndian.PutUint32(head[5:], id)
	c.out.Write(head[:])
	c.out.Write(payload)
}

func (c *http2) readFrame() {
	var head [9]byte
	if _, err := io.ReadFull(c.in, head[:]); err != nil {
		fail("reading a frame: " + err.Error())
	}
	n := int(head[0])<<16 | int(head[1])<<8 | int(head[2])
	kind, flags, id := head[3], head[4], binary.BigEndian.Uint32(head[5:])
	payload, err := c.in.Peek(n)
	if err != nil {
		fail("reading a frame: " + err.Error())
	}
	switch kind {
	case frameData:
		c.received += n
		if c.received > window/2 {
			c.frame(frameWindowUpdate, 0, 0, binary.BigEndian.AppendUint32(nil, uint32(c.received)))
			c.received = 0
		}
		c.data(c.streams[id], n)
	case frameHeaders:
		if flags&flagEndHeaders == 0 || flags&flagPadded != 0 {
			fail("a block of headers that this program does not read")
		}
		if c.decoded++; c.decoded < decodedBlocks {
			if _, err := c.decoder.Write(payload); err != nil {
				fail(err.Error())
			}
		}
	case frameSettings:
		c.settings(flags, payload)
	case framePing:
		if flags&flagAck == 0 {
			c.frame(framePing, flagAck, 0, payload)
		}
	case frameWindowUpdate:
		more := int(binary.BigEndian.Uint32(payload))
		if id == 0 {
			c.window += more
		} else if s := c.streams[id]; s != nil {
			s.window += more
		}
		c.sendWaiting()
	case frameReset, frameGoAway:
		if !stopping.Load() {
			fail(fmt.Sprintf("the server sent a frame of type %d: %q", kind, payload))
		}
	}
	c.in.Discard(n)
	if (kind == frameData || kind == frameHeaders) && flags&flagEndStream != 0 {
		c.ended(c.streams[id])
	}
}

func (c *http2) settings(flags byte, payload []byte) {
	if flags&flagAck != 0 {
		return
	}
	for ; len(payload) >= 6; payload = payload[6:] {
		if binary.BigEndian.Uint16(payload) == settingInitialWindow {
			value := int(binary.BigEndian.Uint32(payload[2:]))
			for _, s := range c.streams {
				s.window += value - c.initial
			}
			c.initial = value
		}
	}
	c.frame(frameSettings, flagAck, 0, nil)
	c.sendWaiting()
}

func (c *http2) data(s *stream, n int) {
	if s == nil {
		fail("data of no stream")
	}
	s.got += n
	c.t.received(n)
	if c.l.pingPong && s.got >= c.l.answerBytes {
		s.got -= c.l.answerBytes
		c.t.add(s.begun)
		s.begun = time.Now()
		s.unsent = c.body
		c.send(s)
	}
}

func (c *http2) ended(s *stream) {
	if s == nil {
		return
	}
	if c.l.pingPong || s.got < c.l.answerBytes {
		if !stopping.Load() {
			fail(fmt.Sprintf("an answer ended after %d bytes, not %d", s.got, c.l.answerBytes))
		}
		return
	}
	c.t.add(s.begun)
	delete(c.streams, s.id)
	c.start()
}
