package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"strconv"
	"time"
)

// runHTTP1 makes one call after the other on one connection.
func (l *load) runHTTP1(t *tally) {
	conn, err := net.Dial("tcp", l.address)
	if err != nil {
		fail(err.Error())
	}
	defer conn.Close()
	body := l.body()
	request := fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: load/1\r\nContent-Type: %s\r\n"+
		"Connect-Protocol-Version: 1\r\nContent-Length: %d\r\n\r\n", l.path, l.address, l.contentType(), len(body))
	request = append(request, body...)
	in := bufio.NewReaderSize(conn, 64*1024)
	for !stopping.Load() {
		begun := time.Now()
		if _, err := conn.Write(request); err != nil {
			fail(err.Error())
		}
		if got := readAnswer(in); got < l.answerBytes {
			fail(fmt.Sprintf("an answer had %d bytes, not %d", got, l.answerBytes))
		}
		t.received(l.answerBytes)
		t.add(begun)
	}
}

// readAnswer reads a response and gives the length of its body.
func readAnswer(in *bufio.Reader) int {
	status := line(in)
	if !bytes.HasPrefix(status, []byte("HTTP/1.1 200")) {
		fail("the server answered: " + string(status))
	}
	length, chunked := 0, false
	for {
		field := line(in)
		if len(field) == 0 {
			break
		}
		name, value, _ := bytes.Cut(field, []byte(":"))
		value = bytes.TrimSpace(value)
		if bytes.EqualFold(name, []byte("content-length")) {
			length = number(value, 10)
		} else if bytes.EqualFold(name, []byte("transfer-encoding")) {
			chunked = true
		}
	}
	if !chunked {
		skip(in, length)
		return length
	}
	for {
		size := number(line(in), 16)
		skip(in, size)
		line(in)
		if size == 0 {
			return length
		}
		length += size
	}
}

func line(in *bufio.Reader) []byte {
	b, err := in.ReadSlice('\n')
	if err != nil {
		fail(err.Error())
	}
	return bytes.TrimRight(b, "\r\n")
}

func number(text []byte, base int) int {
	n, err := strconv.ParseInt(string(text), base, 32)
	if err != nil {
		fail(err.Error())
	}
	return int(n)
}

func skip(in *bufio.Reader, n int) {
	if _, err := io.CopyN(io.Discard, in, int64(n)); err != nil {
		fail(err.Error())
	}
}
