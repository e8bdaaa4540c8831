// Command connectgo is connect-go's server of the comparison.
package main

import (
	"context"
	"errors"
	"io"
	"log"
	"net/http"
	"os"

	"connectrpc.com/connect/v2"
	"connectrpc.com/connect/v2/connecthttp"
	"maneki.dev/bench/benchpb"
	"maneki.dev/bench/benchpb/benchpbconnect"
)

type service struct {
	benchpbconnect.UnimplementedBenchServiceHandler
}

func (service) Echo(_ context.Context, request *benchpb.Chunk) (*benchpb.Chunk, error) {
	return &benchpb.Chunk{Body: request.GetBody()}, nil
}

func (service) Stream(_ context.Context, request *benchpb.StreamRequest, out benchpbconnect.BenchServiceStreamServerStream) error {
	body := make([]byte, request.GetSize())
	for range request.GetCount() {
		if err := out.Send(&benchpb.Chunk{Body: body}); err != nil {
			return err
		}
	}
	return nil
}

func (service) PingPong(_ context.Context, both benchpbconnect.BenchServicePingPongServerStream) error {
	for {
		request, err := both.Receive()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := both.Send(&benchpb.Chunk{Body: request.GetBody()}); err != nil {
			return err
		}
	}
}

func main() {
	server := connect.NewServer()
	benchpbconnect.RegisterBenchServiceHandler(server, service{})
	mux := http.NewServeMux()
	connecthttp.Mount(mux, server)
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	log.Fatal((&http.Server{Addr: "127.0.0.1:" + os.Args[1], Handler: mux, Protocols: protocols}).ListenAndServe())
}
