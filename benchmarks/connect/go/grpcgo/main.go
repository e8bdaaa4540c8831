// Command grpcgo is grpc-go's server of the comparison.
package main

import (
	"context"
	"io"
	"log"
	"net"
	"os"

	"google.golang.org/grpc"
	"maneki.dev/bench/benchpb"
)

type service struct {
	benchpb.UnimplementedBenchServiceServer
}

func (service) Echo(_ context.Context, request *benchpb.Chunk) (*benchpb.Chunk, error) {
	return &benchpb.Chunk{Body: request.GetBody()}, nil
}

func (service) Stream(request *benchpb.StreamRequest, out grpc.ServerStreamingServer[benchpb.Chunk]) error {
	body := make([]byte, request.GetSize())
	for range request.GetCount() {
		if err := out.Send(&benchpb.Chunk{Body: body}); err != nil {
			return err
		}
	}
	return nil
}

func (service) PingPong(both grpc.BidiStreamingServer[benchpb.Chunk, benchpb.Chunk]) error {
	for {
		request, err := both.Recv()
		if err == io.EOF {
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
	listener, err := net.Listen("tcp", "127.0.0.1:"+os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	server := grpc.NewServer()
	benchpb.RegisterBenchServiceServer(server, service{})
	log.Fatal(server.Serve(listener))
}
