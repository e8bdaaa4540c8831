// An authorization server as others write them: grpc-go, and the messages that go-control-plane
// generates from Envoy's own definitions. What it decides is in the request's path; what it was told
// it hands to the backend, as JSON in base64.
package main

import (
	"context"
	"encoding/base64"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	auth "github.com/envoyproxy/go-control-plane/envoy/service/auth/v3"
	kind "github.com/envoyproxy/go-control-plane/envoy/type/v3"
	rpc "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

type server struct {
	auth.UnimplementedAuthorizationServer
}

func header(name, value string) *core.HeaderValueOption {
	return &core.HeaderValueOption{Header: &core.HeaderValue{Key: name, Value: value}}
}

func (server) Check(ctx context.Context, asked *auth.CheckRequest) (*auth.CheckResponse, error) {
	path := asked.GetAttributes().GetRequest().GetHttp().GetPath()
	switch {
	case strings.HasPrefix(path, "/deny"):
		return &auth.CheckResponse{
			Status: &rpc.Status{Code: int32(codes.Unauthenticated)},
			HttpResponse: &auth.CheckResponse_DeniedResponse{DeniedResponse: &auth.DeniedHttpResponse{
				Status:  &kind.HttpStatus{Code: kind.StatusCode_Unauthorized},
				Headers: []*core.HeaderValueOption{header("www-authenticate", "Bearer"), header("set-cookie", "a=1"), header("set-cookie", "b=2")},
				Body:    "who are you?",
			}},
		}, nil
	case strings.HasPrefix(path, "/bare"):
		return &auth.CheckResponse{Status: &rpc.Status{Code: int32(codes.PermissionDenied)}}, nil
	case strings.HasPrefix(path, "/fail"):
		return nil, status.Error(codes.Internal, "no idea")
	case strings.HasPrefix(path, "/slow"):
		select {
		case <-ctx.Done():
		case <-time.After(time.Minute):
		}
		return nil, ctx.Err()
	}
	told, err := protojson.Marshal(asked)
	if err != nil {
		return nil, err
	}
	appended := header("x-more", "two")
	appended.Append = wrapperspb.Bool(true)
	kept := header("x-kept", "new")
	kept.AppendAction = core.HeaderValueOption_ADD_IF_ABSENT
	return &auth.CheckResponse{
		Status: &rpc.Status{Code: int32(codes.OK)},
		HttpResponse: &auth.CheckResponse_OkResponse{OkResponse: &auth.OkHttpResponse{
			Headers:                 []*core.HeaderValueOption{header("x-user", "alice"), appended, kept, header("x-told", base64.StdEncoding.EncodeToString(told))},
			HeadersToRemove:         []string{"authorization"},
			ResponseHeadersToAdd:    []*core.HeaderValueOption{header("x-authorized", "yes")},
			QueryParametersToSet:    []*core.QueryParameter{{Key: "tenant", Value: "a b"}},
			QueryParametersToRemove: []string{"token"},
		}},
	}, nil
}

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	registrar := grpc.NewServer()
	auth.RegisterAuthorizationServer(registrar, server{})
	fmt.Fprintln(os.Stderr, registrar.Serve(listener))
}
